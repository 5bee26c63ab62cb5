#pragma once

#include "tog-connection.h"
#include "tog-notice.h"
#include "tog-page-stack.h"
#include "tog-window.h"

G_BEGIN_DECLS

/*
 * What the files of TogWindow share.
 */

struct _TogWindow
{
  AdwApplicationWindow parent_instance;

  TogAccounts *accounts;     /* (owned) */
  TogConnection *connection; /* (owned) (nullable): while signed in */
  GSettings *settings;       /* (owned) (nullable): where the schema is installed */
  GCancellable *cancellable; /* (owned) */
  guint refresh_id;
  gboolean started;
  gboolean wants_demo;
  guint n_deeds;    /* on their way to the server */
  gboolean closing; /* as soon as they are there */
  gboolean asks;    /* whether to lose what is nowhere but in memory */
  gboolean lets_go; /* of that */

  AdwToastOverlay *toast_overlay;
  GtkBox *content;
  TogPageStack *stack;
  TogNotice *storage_notice;
};

AdwToast *tog_window_toast_new                  (const char *message);
void      tog_window_class_install_team_actions (GtkWidgetClass *widget_class);
void      tog_window_class_install_life_actions (GtkWidgetClass *widget_class);
void      tog_window_open_move_wizard           (TogWindow         *self,
                                                 TogTeam           *team,
                                                 TogPlannedSession *planned,
                                                 const TogSlot     *proposed);
gboolean  tog_window_finish_deeds               (TogWindow *self);
void      tog_window_close_if_done              (TogWindow *self);

G_END_DECLS
