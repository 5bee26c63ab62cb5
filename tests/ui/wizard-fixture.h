#pragma once

#include "fake-account.h"
#include "fake-life.h"
#include "find-widgets.h"
#include "tog-booking-dialog.h"
#include "tog-week-grid.h"
#include "tog-wizard.h"

#include <adwaita.h>

/*
 * The pages on which a session with somebody is booked or moved, with a fake account.
 */

typedef struct
{
  TogAccount *account;
  TogMatch *match;
  GtkWidget *window;
  TogWizard *wizard;
  TogWeekGrid *grid;
  TogSession *done;
  TogSession *overtaken;
  guint n_backs;
  const TogSlot *proposed;
} Fixture;

#define ADD(path, set_up, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

void        wizard_test_init (int *argc, char ***argv);
void        set_up           (Fixture *fixture, gconstpointer data);
void        set_up_times     (Fixture  *fixture,
                              TogTimes *(*make) (TogSlot range),
                              int       width);
void        show_wizard      (Fixture  *fixture,
                              TogTimes *(*make) (TogSlot range),
                              int       width,
                              gboolean  moves);
void        tear_down        (Fixture *fixture, gconstpointer data);

TogSession *make_session     (TogMatch *match);
TogDay      get_monday       (void);

void        show_next_week   (Fixture *fixture);
TogInstant  go_to_next_week  (Fixture *fixture, guint *column, guint *row);
GtkWindow  *open_dialog      (Fixture *fixture, TogInstant *start);
void        type_message     (GtkWindow *dialog, const char *text);
