#pragma once

#include "fake-organization.h"

#include <adwaita.h>

/*
 * The window on a fake organization, and how tests of its pages look at it.
 */

/* Widgets are looked for as a user does: by what they say. */
typedef gboolean (*Matcher) (GtkWidget *widget, const char *text);

typedef struct
{
  TogAccounts *accounts; /* (owned) */
  TogAccount *account;   /* (nullable) */
  GtkWidget *window;
} Fixture;

/* Nothing here waits for a clock: it is an answer from the main loop that is awaited. */
#define wait_for(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
  }                                                                                                \
  G_STMT_END

/* @n_matches of the organization's, or G_MAXUINT for nobody signed in. */
#define add(path, n_matches, function)                                                             \
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_matches), set_up, function, tear_down)

void page_test_init (int *argc, char ***argv);
void set_up (Fixture *fixture, gconstpointer data);
void tear_down (Fixture *fixture, gconstpointer data);
gboolean says (GtkWidget *widget, const char *text);
gboolean offers (GtkWidget *widget, const char *text);
void choose_item (Fixture *fixture, const char *text);
gboolean is_of_type (GtkWidget *widget, const char *type);
GtkWidget *find (GtkWidget *widget, Matcher matches, const char *text, guint n);
GtkWidget *find_button (GtkWidget *widget, const char *text, guint n);
GtkWidget *find_open (GtkWidget *card);
GtkWidget *find_dialog (GtkWidget *window);
void click (GtkWidget *button);
void settle (void);
void assert_name (GtkWidget *widget, const char *name);
void assert_narrow (GtkWidget *window);
