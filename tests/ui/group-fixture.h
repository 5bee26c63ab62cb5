#pragma once

#include "fake-account.h"
#include "fake-group.h"
#include "fake-life.h"
#include "fake-notes.h"
#include "find-widgets.h"
#include "tog-group-wizard.h"
#include "tog-heat-grid.h"
#include "tog-prompt.h"

#include <adwaita.h>

/*
 * A window that shows the page which books with the Maintainers Circle, and ways to
 * do in it what a user does.
 */
typedef struct
{
  TogAccount *account;
  TogGroup *group;
  GtkWidget *window;
  TogGroupWizard *wizard;
  TogHeatGrid *grid;
  TogSession *done;
  TogSession *overtaken;
  guint n_backs;
  TogSlot proposed; /* empty for none */
} Fixture;

void       group_fixture_init       (int *argc, char ***argv);
void       group_fixture_set_up     (Fixture  *fixture,
                                     TogTimes *(*make) (TogSlot range),
                                     int       width);
void       group_fixture_set_up_move (Fixture *fixture,
                                      TogTimes *(*make) (TogSlot range),
                                      int      width);
void       group_fixture_tear_down  (Fixture *fixture, gconstpointer data);
TogGroup  *group_fixture_make_group (int n_members, const char *booked_id);

/* Monday 23 November 2026, 10:12 in Lisbon: what the account's clock shows. */
#define NOW ((TogInstant) 1795428720)

/* A time of that week in Lisbon; 0 is its Monday. */
TogInstant group_fixture_at         (int day, int hour, int minute);

/* Times of the circle, of whom Jonas doesn't share what he does from Friday on; and
 * what a test changes in them. */
TogTimes       *group_fixture_make_times (TogSlot range);
TogPersonTimes *group_fixture_find       (TogTimes *times, const char *id);
void            group_fixture_block      (TogTimes *times, const char *id, TogSlot slot);

TogPrompt *find_prompt (void);
