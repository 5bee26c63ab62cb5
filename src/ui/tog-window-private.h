#pragma once

#include "tog-connection.h"
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

  AdwToastOverlay *toast_overlay;
  TogPageStack *stack;
};

AdwToast *tog_window_toast_new                  (const char *message);
void      tog_window_class_install_team_actions (GtkWidgetClass *widget_class);

G_END_DECLS
