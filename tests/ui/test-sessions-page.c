#include "config.h"

#include "fake-history.h"
#include "fake-outbox.h"
#include "page-fixture.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-history-text.h"
#include "tog-main-page.h"
#include "tog-session-hit.h"

#include <string.h>

#define GIVING "Giving and receiving feedback"
#define MAPPING "Mapping your goals"

static void
show_page (Fixture *fixture)
{
  GtkWidget *page = find (fixture->window, is_of_type, "TogMainPage", 0);

  tog_main_page_show (TOG_MAIN_PAGE (page), "sessions");
  settle ();
}

static void
open_page (Fixture *fixture)
{
  fake_history_fill (fixture->account);
  show_page (fixture);
}

static GtkWidget *
get_list (Fixture *fixture)
{
  return find (fixture->window, is_of_type, "GtkListView", 0);
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (fixture))));
}

static guint
get_selected (Fixture *fixture)
{
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (get_rows (fixture)));
}

/* A row as it stands in the list: of a heading how many it tells of. */
static const char *
get_row (Fixture *fixture, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (get_rows (fixture), position);

  return TOG_IS_SESSION_HIT (item) ? TOG_SESSION_HIT (item)->title
                                   : gtk_string_object_get_string (GTK_STRING_OBJECT (item));
}

/* The list shows these rows, until NULL. */
static void
assert_rows (Fixture *fixture, ...)
{
  va_list rows;
  const char *row;
  guint position = 0;

  va_start (rows, fixture);
  while ((row = va_arg (rows, const char *)) != NULL)
    g_assert_cmpstr (get_row (fixture, position++), ==, row);
  va_end (rows);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, position);
}

static GtkWidget *
get_entry (Fixture *fixture)
{
  return find (fixture->window, is_of_type, "GtkSearchEntry", 0);
}

static gboolean
has_search_focus (Fixture *fixture)
{
  GtkWidget *entry = get_entry (fixture);

  return entry != NULL &&
         gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))));
}

static void
type_search (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_entry (fixture)), text);
  settle ();
}

static GtkDropDown *
get_filter (Fixture *fixture, guint i)
{
  return GTK_DROP_DOWN (find (fixture->window, is_of_type, "GtkDropDown", i));
}

static void
choose (GtkDropDown *filter, const char *choice)
{
  GListModel *choices = gtk_drop_down_get_model (filter);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (choices), i), choice))
        {
          gtk_drop_down_set_selected (filter, i);
          settle ();
          return;
        }
    }
  g_test_message ("There is no %s", choice);
  g_test_fail ();
}

/* The reading pane's, which has the same texts as the list. */
static GtkWidget *
read_pane (Fixture *fixture, const char *text)
{
  return find (find (fixture->window, is_of_type, "TogHistoryPane", 0), says, text, 0);
}

static GtkWidget *
get_item_widget (Fixture *fixture, guint i)
{
  return gtk_widget_get_parent (find (fixture->window, is_of_type, "TogHistoryRowView", i));
}

static char *
dup_row_name (const char *session_id, const char *who, const char *state)
{
  TogSlot slot = fake_history_get (session_id)->session->slot;
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *day = tog_format_dated_day (tog_zone_to_wall (zone, slot.start).day);
  g_autofree char *time = tog_format_time (zone, slot.start);

  return g_strdup_printf (
      "%s, %s, %s, %s, %s", fake_history_get (session_id)->session->title, who, day, time, state);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *scheduled = NULL;
  g_autofree char *cancelled = NULL;

  open_page (fixture);
  assert_rows (fixture,
               "2",
               GIVING,
               "Your first review",
               "4",
               MAPPING,
               "How we decide",
               "A hard conversation",
               "Setting up to contribute",
               NULL);
  g_assert_nonnull (find (get_list (fixture), says, "Upcoming", 0));
  g_assert_nonnull (find (get_list (fixture), says, "Past", 0));

  scheduled = dup_row_name ("giving", "Asha Gurung", "Scheduled");
  cancelled = dup_row_name ("cancelled", "Asha Gurung", "Cancelled");
  assert_name (get_item_widget (fixture, 0), scheduled);
  assert_name (get_item_widget (fixture, 4), cancelled);
  assert_name (gtk_widget_get_first_child (get_list (fixture)), "Upcoming, sessions: 2");

  /* Something is there to be read, and a heading is nothing to choose. */
  g_assert_cmpuint (get_selected (fixture), ==, 1);
  g_assert_nonnull (read_pane (fixture, GIVING));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 3, TRUE);
  settle ();
  g_assert_nonnull (read_pane (fixture, GIVING));
}

/* How far below the upper edge of what is seen of the reading pane. */
static int
measure_place (Fixture *fixture, const char *text)
{
  GtkWidget *label = read_pane (fixture, text);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (
      label, gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW), &bounds));
  return (int) bounds.origin.y;
}

/* What waits is marked where it stands. */
static void
test_shared_waits (Fixture *fixture, gconstpointer data)
{
  TogNote *note;
  TogSharedNote *other;

  open_page (fixture);
  note = fake_history_get ("mapping")->note;
  g_free (note->text);
  note->text = g_strdup ("");
  g_free (note->shared);
  note->shared = g_strdup ("What they see");
  other = g_ptr_array_index (note->others, 0);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  g_assert_nonnull (read_pane (fixture, "What they see"));
  g_assert_nonnull (read_pane (fixture, "Waiting to be sent"));
  g_assert_null (read_pane (fixture, "My Notes"));

  /* Who wrote it stands nearer to it than to the note above. */
  g_assert_cmpint (measure_place (fixture, "You") - measure_place (fixture, other->text) -
                       gtk_widget_get_height (read_pane (fixture, other->text)),
                   >,
                   measure_place (fixture, "What they see") - measure_place (fixture, "You") -
                       gtk_widget_get_height (read_pane (fixture, "You")));
}

static TogOutboxItem *
unsent_new (TogOutboxKind kind, const char *title)
{
  g_autofree char *key = g_uuid_string_random ();
  TogOutboxItem *item = tog_outbox_item_new (kind, key);

  item->match_id = g_strdup ("asha");
  g_free (item->title);
  item->title = g_strdup (title);
  return item;
}

/* What becomes of notes while they are read shows beside them. */
static void
test_stuck_note (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogOutboxItem) item = g_object_ref (unsent_new (TOG_OUTBOX_NOTE, MAPPING));

  item->session_id = g_strdup ("mapping");
  open_page (fixture);
  fake_outbox_add (item);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  g_assert_null (read_pane (fixture, "Could not be sent"));

  /* Until then it can be taken back, and that, too. */
  click (find_button (find (fixture->window, is_of_type, "TogHistoryPane", 0), "Undo", 0));
  settle ();
  g_assert_cmpuint (tog_outbox_count (tog_account_get_outbox (fixture->account)), ==, 0);
  g_assert_null (read_pane (fixture, "Undo"));
  g_assert_nonnull (find (fixture->window, says, "Discarded: Notes on “" MAPPING "”", 0));
  tog_outbox_put_back (tog_account_get_outbox (fixture->account), item);
  while (item->state != TOG_OUTBOX_WAITING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (read_pane (fixture, "Undo"));

  item->state = TOG_OUTBOX_FAILED;
  g_signal_emit_by_name (tog_account_get_outbox (fixture->account), "changed");
  g_assert_nonnull (read_pane (fixture, "Could not be sent"));
  g_assert_null (read_pane (fixture, "Undo"));
  fake_outbox_reset ();
}

static void
test_pane (Fixture *fixture, gconstpointer data)
{
  GtkWidget *note;

  open_page (fixture);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  g_assert_nonnull (read_pane (fixture, MAPPING));
  g_assert_nonnull (read_pane (fixture, "Asha Gurung · Your mentor"));
  g_assert_nonnull (read_pane (fixture, "Women in Engineering Leadership, session 2 of 6"));
  g_assert_nonnull (read_pane (fixture, "Completed"));
  g_assert_nonnull (read_pane (fixture, "Shared Notes"));
  g_assert_nonnull (read_pane (fixture, fake_history_get ("mapping")->note->text));
  g_assert_nonnull (read_pane (fixture, "Waiting to be sent"));
  g_assert_nonnull (read_pane (fixture, "Where you want to be in two years"));
  g_assert_nonnull (read_pane (fixture, "Worksheet: three goals"));
  note = read_pane (fixture, fake_history_get ("mapping")->note->text);
  g_assert_true (gtk_widget_grab_focus (note));
  g_assert_false (gtk_label_get_selection_bounds (GTK_LABEL (note), NULL, NULL));
  g_assert_nonnull (read_pane (fixture, "Participants"));
  g_assert_nonnull (read_pane (fixture, "You sent the invite"));
  g_assert_nonnull (read_pane (fixture, "Asha accepted"));
  g_assert_nonnull (read_pane (fixture, "Asha said that you met"));

  /* It was moved from where it was booked for. */
  {
    g_autoptr (TogZone) zone = tog_format_get_local_zone ();
    TogInstant before =
        ((TogInviteEvent *) g_ptr_array_index (fake_history_get ("mapping")->invites, 0))
            ->slot.start;
    TogDay today = tog_zone_to_wall (zone, tog_format_get_now ()).day;
    g_autofree char *day = tog_format_short_day (tog_zone_to_wall (zone, before).day, today);
    g_autofree char *time = tog_format_time (zone, before);
    g_autofree char *moved = g_strdup_printf ("Moved from %s, %s", day, time);

    g_assert_nonnull (read_pane (fixture, moved));
  }

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 6, TRUE);
  settle ();
  g_assert_nonnull (read_pane (fixture, "Cancelled"));
  g_assert_nonnull (read_pane (fixture, "Why It Was Cancelled"));
  g_assert_nonnull (read_pane (fixture, "Asha cancelled: The train was late"));
  g_assert_null (read_pane (fixture, "My Notes"));
}

/* P06: what comes while somebody reads moves nothing of what they read. */
static void
test_reading_place (Fixture *fixture, gconstpointer data)
{
  TogNote *note;
  const char *text;
  GtkWidget *label;
  GtkAdjustment *adjustment;
  int place, start, end;

  open_page (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 420);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  note = fake_history_get ("mapping")->note;
  text = note->text;
  label = read_pane (fixture, text);
  gtk_widget_grab_focus (label);
  gtk_label_select_region (GTK_LABEL (label), 2, 7);
  settle ();
  adjustment = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW)));
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + measure_place (fixture, text));
  settle ();
  place = measure_place (fixture, text);
  g_assert_cmpint (place, ==, 0);

  /* Above it, which is made anew. */
  g_free (note->shared);
  note->shared = g_strdup ("Some\nlines\nthat\ncome\nabove");
  fake_history_changed (fixture->account, "mapping");
  settle ();
  g_assert_nonnull (read_pane (fixture, note->shared));
  g_assert_cmpint (measure_place (fixture, text), ==, place);
  label = read_pane (fixture, text);
  g_assert_true (gtk_widget_has_focus (label));
  g_assert_true (gtk_label_get_selection_bounds (GTK_LABEL (label), &start, &end));
  g_assert_cmpint (start, ==, 2);
  g_assert_cmpint (end, ==, 7);

  /* Above it, where something comes or goes. */
  {
    TogOutboxItem *cancel = unsent_new (TOG_OUTBOX_CANCEL, MAPPING);

    cancel->session_id = g_strdup ("mapping");
    fake_outbox_add (cancel);
    settle ();
    g_assert_nonnull (read_pane (fixture, "Cancel “" MAPPING "”"));
    g_assert_cmpint (measure_place (fixture, text), ==, place);
    fake_outbox_reset ();
  }

  /* In it: what is below is held on to. */
  g_free (note->text);
  note->text = g_strdup ("");
  place = measure_place (fixture, "Agenda");
  fake_history_changed (fixture->account, "mapping");
  settle ();
  g_assert_cmpint (measure_place (fixture, "Agenda"), ==, place);

  /* What became of it meanwhile is said below, once. */
  {
    TogSession *session = fake_history_get ("mapping")->session;

    session->state = TOG_SESSION_SCHEDULED;
    fake_history_changed (fixture->account, "mapping");
    settle ();
    g_assert_null (read_pane (fixture, "“" MAPPING "” was cancelled"));
    place = measure_place (fixture, "Agenda");
    session->state = TOG_SESSION_CANCELLED;
    fake_history_changed (fixture->account, "mapping");
    settle ();
    g_assert_nonnull (read_pane (fixture, "“" MAPPING "” was cancelled"));
    g_assert_cmpint (measure_place (fixture, "Agenda"), ==, place);
    gtk_adjustment_set_value (adjustment, 0);
    g_assert_null (read_pane (fixture, "“" MAPPING "” was cancelled"));
  }

  /* Another one is read from its top. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 6, TRUE);
  settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

/* Exactly one word of a label is bold, and no less than the rest, on a background. */
static void
assert_marked (GtkWidget *label, const char *word)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));
  guint start = (guint) (strstr (text, word) - text);
  const PangoFontDescription *usual =
      pango_context_get_font_description (gtk_widget_get_pango_context (label));
  GSList *all = pango_attr_list_get_attributes (gtk_label_get_attributes (GTK_LABEL (label)));
  guint n_bold = 0, n_background = 0;

  for (GSList *l = all; l != NULL; l = l->next)
    {
      PangoAttribute *attribute = l->data;

      g_assert_cmpuint (attribute->start_index, ==, start);
      g_assert_cmpuint (attribute->end_index, ==, start + strlen (word));
      if (attribute->klass->type == PANGO_ATTR_WEIGHT)
        {
          g_assert_cmpint (((PangoAttrInt *) attribute)->value,
                           >=,
                           (int) pango_font_description_get_weight (usual));
          n_bold++;
        }
      n_background += attribute->klass->type == PANGO_ATTR_BACKGROUND;
    }
  g_slist_free_full (all, (GDestroyNotify) pango_attribute_destroy);
  g_assert_cmpuint (n_bold, ==, 1);
  g_assert_cmpuint (n_background, ==, 1);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autofree char *with_line = NULL;

  open_page (fixture);
  type_search (fixture, "feed");
  assert_rows (
      fixture, "1", GIVING, "3", MAPPING, "How we decide", "Setting up to contribute", NULL);
  assert_marked (read_pane (fixture, GIVING), "feedback");
  name = dup_row_name ("giving", "Asha Gurung", "Scheduled");
  with_line = g_strconcat (name, ". Agenda: …for feedback", NULL);
  assert_name (get_item_widget (fixture, 0), with_line);

  /* Marks follow what is typed, in what is read too. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 3, TRUE);
  settle ();
  assert_marked (read_pane (fixture, fake_history_get ("mapping")->note->text), "feedback");
  type_search (fixture, "feedback SUNDÁYS");
  assert_rows (fixture, "1", MAPPING, NULL);
  type_search (fixture, "Sunday");
  assert_marked (read_pane (fixture, fake_history_get ("mapping")->note->text), "Sundays");

  /* What is read stays while it is among what is found; none is where that is nothing,
   * until it is found again. */
  type_search (fixture, "review");
  assert_rows (fixture, "1", "Your first review", "1", MAPPING, NULL);
  g_assert_cmpuint (get_selected (fixture), ==, 3);
  type_search (fixture, "zebra");
  g_assert_nonnull (find (fixture->window, says, "No Session Found", 0));
  g_assert_nonnull (get_filter (fixture, 3));
  g_assert_null (read_pane (fixture, MAPPING));
  g_assert_nonnull (read_pane (fixture, "No Session Selected"));
  g_assert_null (read_pane (fixture, "Choose one to read what was noted and agreed on"));
  g_assert_null (find_button (fixture->window, "Clear Filters", 0));
  click (find_button (fixture->window, "Clear Search", 0));
  settle ();
  g_assert_nonnull (read_pane (fixture, MAPPING));
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 8);
  g_assert_cmpuint (get_selected (fixture), ==, 4);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture))), ==, "");
  g_assert_true (has_search_focus (fixture));
}

/* What was found stays apart from what is said of it, also where it is read the other way,
 * and is marked where it is. */
static void
test_found_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSnippet) snippet =
      tog_snippet_new (TOG_FIELD_MY_NOTE, "Ask Rui for feedback", "Ask");
  g_autofree char *line = NULL;
  g_autofree char *mirrored = NULL;
  guint offset;

  line = tog_snippet_dup_line (snippet, &offset);
  g_assert_cmpstr (line, ==, "Notes: Ask Rui for feedback");
  g_assert_cmpstr (line + offset, ==, "Ask Rui for feedback");

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  mirrored = tog_snippet_dup_line (snippet, &offset);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_assert_true (g_str_has_prefix (mirrored, "Notes: \xe2\x81\xa8"));
  g_assert_cmpstr (mirrored + offset, ==, "Ask Rui for feedback");
}

/* The first that is found is read in place of what isn't. */
static void
test_search_leads (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  type_search (fixture, "your first");
  assert_rows (fixture, "1", "Your first review", NULL);
  g_assert_cmpuint (get_selected (fixture), ==, 1);
  g_assert_null (read_pane (fixture, MAPPING));
  g_assert_nonnull (read_pane (fixture, "Your first review"));
  type_search (fixture, "");
  g_assert_nonnull (read_pane (fixture, "Your first review"));
}

/* From a match, whichever way led there, and in a view that wasn't looked at before. */
static void
test_search_from_match (Fixture *fixture, gconstpointer data)
{
  fake_history_fill (fixture->account);
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  wait_for (find (fixture->window, is_of_type, "TogTeamPage", 0) != NULL);
  settle ();
  gtk_widget_activate_action (fixture->window, "win.search", NULL);
  wait_for (find (fixture->window, is_of_type, "TogTeamPage", 0) == NULL);
  settle ();
  g_assert_true (has_search_focus (fixture));

  gtk_widget_grab_focus (get_item_widget (fixture, 0));
  gtk_widget_activate_action (fixture->window, "win.open-match", "(ss)", "asha", "");
  wait_for (find (fixture->window, is_of_type, "TogTeamPage", 0) != NULL);
  settle ();
  /* On its way back the page below gets the focus a second time. */
  g_object_set (gtk_widget_get_settings (fixture->window), "gtk-enable-animations", TRUE, NULL);
  gtk_widget_activate_action (fixture->window, "win.search", NULL);
  wait_for (find (fixture->window, is_of_type, "TogTeamPage", 0) == NULL);
  settle ();
  gtk_settings_reset_property (gtk_widget_get_settings (fixture->window), "gtk-enable-animations");
  g_assert_true (has_search_focus (fixture));
}

/* P32: what waits is told in the list and where it is read, and can be taken back there,
 * also where it is about what is no session yet. */
static void
test_unsent (Fixture *fixture, gconstpointer data)
{
  TogOutboxItem *cancel = unsent_new (TOG_OUTBOX_CANCEL, GIVING);
  TogOutboxItem *record = unsent_new (TOG_OUTBOX_RECORD, "Looking back");
  g_autofree char *name = NULL;
  g_autofree char *marked = NULL;
  GtkWidget *pane;

  open_page (fixture);
  name = dup_row_name ("giving", "Asha Gurung", "Scheduled");
  marked = g_strconcat (name, ", Waiting to be sent", NULL);
  pane = find (fixture->window, is_of_type, "TogHistoryPane", 0);
  assert_name (get_item_widget (fixture, 0), name);
  g_assert_null (find (fixture->window, is_of_type, "TogOutboxRow", 0));

  cancel->session_id = g_strdup ("giving");
  fake_outbox_add (cancel);
  settle ();
  assert_name (get_item_widget (fixture, 0), marked);
  g_assert_nonnull (find (pane, says, "Cancel “" GIVING "”", 0));
  assert_name (find_button (pane, "Undo", 0), "Undo: Cancel “" GIVING "”");
  g_assert_null (find (fixture->window, is_of_type, "TogOutboxRow", 1));

  record->planned_id = g_strdup ("three");
  record->body = g_strdup ("{}");
  fake_outbox_add (record);
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogOutboxRow", 1));
  g_assert_null (find (pane, is_of_type, "TogOutboxRow", 1));
  g_assert_nonnull (find (fixture->window, says, "Marked as done: “Looking back”", 0));

  /* Of the one that is read then, nothing waits. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 2, TRUE);
  settle ();
  g_assert_null (find (pane, is_of_type, "TogOutboxRow", 0));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 1, TRUE);
  settle ();
  click (find_button (pane, "Undo", 0));
  settle ();
  assert_name (get_item_widget (fixture, 0), name);
  click (find_button (fixture->window, "Undo", 0));
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogOutboxRow", 0));
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  assert_name (GTK_WIDGET (get_filter (fixture, 0)), "Program");
  assert_name (GTK_WIDGET (get_filter (fixture, 1)), "Person");
  assert_name (GTK_WIDGET (get_filter (fixture, 2)), "State");
  assert_name (GTK_WIDGET (get_filter (fixture, 3)), "Year");

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 6, TRUE);
  assert_name (gtk_widget_get_first_child (GTK_WIDGET (get_filter (fixture, 0))),
               "Program: All Programs");
  choose (get_filter (fixture, 0), "Open Source Leadership");
  assert_name (gtk_widget_get_first_child (GTK_WIDGET (get_filter (fixture, 0))),
               "Program: Open Source Leadership");
  assert_rows (fixture, "1", "How we decide", NULL);
  choose (get_filter (fixture, 0), "All Programs");
  g_assert_cmpuint (get_selected (fixture), ==, 5);
  choose (get_filter (fixture, 1), "Tomás <b>Ribeiro</b>");
  assert_rows (fixture, "1", "Your first review", "1", "Setting up to contribute", NULL);
  choose (get_filter (fixture, 2), "Completed");
  assert_rows (fixture, "1", "Setting up to contribute", NULL);

  /* All at once, and what is typed as well. */
  type_search (fixture, "first");
  assert_rows (fixture, "1", "Setting up to contribute", NULL);
  choose (get_filter (fixture, 2), "Cancelled");
  g_assert_nonnull (find (fixture->window, says, "No Session Found", 0));
  click (find_button (fixture->window, "Clear Search and Filters", 0));
  settle ();
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (gtk_drop_down_get_selected (get_filter (fixture, i)), ==, 0);

  /* The last year on offer is the one that began all. */
  gtk_drop_down_set_selected (
      get_filter (fixture, 3),
      g_list_model_get_n_items (gtk_drop_down_get_model (get_filter (fixture, 3))) - 1);
  settle ();
  assert_rows (fixture, "1", "Setting up to contribute", NULL);

  /* What is chosen stays on offer when nothing is left that it would find. */
  fake_history_remove (fixture->account, "setting-up");
  settle ();
  g_assert_nonnull (find (fixture->window, says, "No Session Found", 0));
  g_assert_cmpuint (gtk_drop_down_get_selected (get_filter (fixture, 3)), !=, 0);
}

static void
test_follows_changes (Fixture *fixture, gconstpointer data)
{
  TogSession *session;
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) after = NULL;

  open_page (fixture);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  session = fake_history_get ("mapping")->session;
  before = g_list_model_get_item (get_rows (fixture), 5);
  g_free (session->title);
  session->title = g_strdup ("Mapping <i>all</i> goals");
  fake_history_changed (fixture->account, "mapping");
  settle ();
  g_assert_cmpstr (get_row (fixture, 4), ==, "Mapping <i>all</i> goals");
  g_assert_cmpuint (get_selected (fixture), ==, 4);
  g_assert_nonnull (read_pane (fixture, "Mapping <i>all</i> goals"));

  /* What another does moves neither what is read nor what stands around it. */
  fake_history_remove (fixture->account, "giving");
  settle ();
  g_assert_cmpuint (get_selected (fixture), ==, 3);
  after = g_list_model_get_item (get_rows (fixture), 4);
  g_assert_true (before == after);
  g_assert_nonnull (read_pane (fixture, "Mapping <i>all</i> goals"));

  fake_history_remove (fixture->account, "review");
  settle ();
  g_assert_null (find (get_list (fixture), says, "Upcoming", 0));
}

static void
test_time_passes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogSessionHit) hit = NULL;

  open_page (fixture);
  hit = g_list_model_get_item (get_rows (fixture), 1);
  hit->slot.end = tog_format_get_now ();
  hit->slot.start = hit->slot.end - 45 * TOG_MINUTE;
  fake_history_get ("giving")->session->slot = hit->slot;
  g_signal_emit_by_name (tog_clock_get_default (), "minute");
  settle ();
  assert_rows (fixture,
               "1",
               "Your first review",
               "5",
               GIVING,
               MAPPING,
               "How we decide",
               "A hard conversation",
               "Setting up to contribute",
               NULL);
  g_assert_cmpuint (get_selected (fixture), ==, 3);
  g_assert_nonnull (read_pane (fixture, GIVING));
}

/* The desktop goes to where it is another day. */
static void
test_zone_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  open_page (fixture);
  here = dup_row_name ("giving", "Asha Gurung", "Scheduled");
  assert_name (get_item_widget (fixture, 0), here);
  g_setenv ("TZ", "Pacific/Kiritimati", TRUE);
  there = dup_row_name ("giving", "Asha Gurung", "Scheduled");
  g_assert_cmpstr (here, !=, there);
  g_signal_emit_by_name (tog_clock_get_default (), "minute");
  settle ();
  assert_name (get_item_widget (fixture, 0), there);
  g_assert_cmpuint (get_selected (fixture), ==, 1);

  g_setenv ("TZ", before, TRUE);
  g_signal_emit_by_name (tog_clock_get_default (), "minute");
  settle ();
  assert_name (get_item_widget (fixture, 0), here);
}

/* Many sessions have the same title: what is saved is called by its day as well. */
static void
test_file_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *day = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *name = NULL;
  GtkWidget *dialog;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("The libcloudproviders that GTK's file chooser asks leaks");
  return;
#endif
  open_page (fixture);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 4, TRUE);
  settle ();
  gtk_widget_activate_action (
      find (fixture->window, is_of_type, "TogHistoryPane", 0), "sessions.export", "s", "json");
  wait_for (GTK_IS_FILE_CHOOSER (find_dialog (fixture->window)));
  dialog = find_dialog (fixture->window);
  name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (dialog));
  day = tog_day_format (
      tog_zone_to_wall (zone, fake_history_get ("mapping")->session->slot.start).day);
  wanted = g_strdup_printf ("%s %s.json", day, MAPPING);
  g_assert_cmpstr (name, ==, wanted);
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  settle ();
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  fake_history_fail_loads (TOG_ACCOUNT_ERROR_OFFLINE, "Not <here> yet");
  open_page (fixture);
  g_assert_nonnull (read_pane (fixture, "This Session Can’t Be Shown"));
  g_assert_nonnull (read_pane (fixture, "Not <here> yet"));
  fake_history_fail_loads (-1, NULL);
  click (find_button (fixture->window, "Try Again", 0));
  settle ();
  g_assert_nonnull (read_pane (fixture, GIVING));
}

static void
test_sync (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar;

  fake_history_set_sync (fixture->account, 0, 10000, NULL);
  show_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "Fetching your sessions, 0 of 10000", 0));
  g_assert_null (find (fixture->window, says, "No Sessions Yet", 0));

  fake_history_fill (fixture->account);
  fake_history_set_sync (fixture->account, 2500, 10000, NULL);
  settle ();
  bar = find (fixture->window, is_of_type, "GtkProgressBar", 0);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, .25);
  assert_name (bar, "Fetching your sessions, 2500 of 10000");
  g_assert_nonnull (read_pane (fixture, GIVING));

  click (find_button (fixture->window, "Pause", 0));
  g_assert_true (tog_account_get_sync_paused (fixture->account));
  g_assert_nonnull (find (fixture->window, says, "Paused, 2500 of 10000 sessions are here", 0));
  click (find_button (fixture->window, "Resume", 0));
  g_assert_false (tog_account_get_sync_paused (fixture->account));

  /* Trying again asks the server, which then says that it isn't there. */
  fake_history_set_sync (fixture->account, 2500, 10000, "Something is in the way");
  settle ();
  g_assert_nonnull (find (fixture->window, says, "Something is in the way", 0));
  fake_fail_with (TOG_ACCOUNT_ERROR_OFFLINE, "Offline");
  g_assert_null (find (fixture->window, is_of_type, "TogConnectionButton", 0));
  click (find_button (fixture->window, "Try Again", 0));
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogConnectionButton", 0));

  fake_history_set_sync (fixture->account, 10000, 10000, NULL);
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "GtkProgressBar", 0));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "No Sessions Yet", 0));
  g_assert_null (find (fixture->window, says, "No Session Selected", 0));

  fake_history_fill (fixture->account);
  settle ();
  g_assert_null (find (fixture->window, says, "No Sessions Yet", 0));
  g_assert_nonnull (read_pane (fixture, GIVING));
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  fake_fail_with (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached");
  gtk_widget_activate_action (fixture->window, "win.refresh", NULL);
  open_page (fixture);
  g_assert_nonnull (find (fixture->window, says, "Offline, last updated 2 hours ago", 0));
  type_search (fixture, "release script");
  assert_rows (fixture, "1", MAPPING, NULL);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (get_rows (fixture)), 1, TRUE);
  settle ();
  g_assert_nonnull (read_pane (fixture, "Shared Notes"));
}

/* Goes through the page as Tab does. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  const char *const wanted[] = { "GtkText",           "GtkToggleButton", "GtkToggleButton",
                                 "GtkListItemWidget", "GtkButton",       "GtkToggleButton" };
  GtkWidget *page;
  guint n_found = 0;

  open_page (fixture);
  page = find (fixture->window, is_of_type, "TogSessionsPage", 0);
  gtk_widget_grab_focus (page);
  for (guint i = 0; i < 100 && n_found < G_N_ELEMENTS (wanted); i++)
    {
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

      g_test_message ("%s", G_OBJECT_TYPE_NAME (focus));
      if (g_str_equal (G_OBJECT_TYPE_NAME (focus), wanted[n_found]))
        n_found++;
      gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
    }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (wanted));

  /* Down leads over a heading, which can be read. */
  gtk_widget_grab_focus (get_item_widget (fixture, 0));
  gtk_widget_activate (get_item_widget (fixture, 2));
  settle ();
  g_assert_nonnull (read_pane (fixture, MAPPING));
}

/* A long line above the list leaves it as wide as it was, and all of the page to it where
 * there is nothing beside it. */
static void
test_side_width (Fixture *fixture, gconstpointer data)
{
  TogOutboxItem *item = unsent_new (TOG_OUTBOX_RECORD, MAPPING ", and a good deal more than that");
  GtkWidget *list;
  int width;

  item->planned_id = g_strdup ("three");
  item->body = g_strdup ("{}");
  open_page (fixture);
  list = get_list (fixture);
  width = gtk_widget_get_width (list);
  fake_outbox_add (item);
  fake_history_set_sync (
      fixture->account, 2500, 10000, "A notice that goes on for a good deal longer than a line");
  settle ();
  g_assert_nonnull (find (fixture->window, is_of_type, "TogOutboxRow", 0));
  g_assert_cmpint (gtk_widget_get_width (list), ==, width);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 640);
  /* The window has a border of its own. */
  wait_for (gtk_widget_get_width (list) < 600 && gtk_widget_get_width (list) > 550);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  wait_for (gtk_widget_get_width (list) == width);
  fake_outbox_reset ();
}

static GtkWidget *
find_output_button (Fixture *fixture)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *button = find (fixture->window, is_of_type, "GtkButton", i);

      if (button == NULL || g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)),
                                       "sessions.print") == 0)
        return button;
    }
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *leaflet;

  open_page (fixture);
  type_search (fixture, "feedback");
  fake_history_set_sync (fixture->account, 2500, 10000, "A notice that is a good deal longer");
  leaflet = gtk_widget_get_ancestor (get_list (fixture), ADW_TYPE_LEAFLET);
  assert_narrow (fixture->window);
  g_assert_null (find_button (fixture->window, "All Sessions", 0));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  wait_for (adw_leaflet_get_folded (ADW_LEAFLET (leaflet)));
  settle ();
  g_assert_null (find (fixture->window, is_of_type, "TogHistoryPane", 0));

  g_signal_emit_by_name (get_list (fixture), "activate", 3);
  wait_for (find (fixture->window, is_of_type, "TogHistoryPane", 0) != NULL);
  settle ();
  g_assert_nonnull (read_pane (fixture, MAPPING));
  assert_narrow (fixture->window);
  g_assert_true (gtk_widget_has_focus (find_button (fixture->window, "All Sessions", 0)));
  /* However far one has read. */
  g_assert_null (gtk_widget_get_ancestor (find_output_button (fixture), GTK_TYPE_SCROLLED_WINDOW));

  gtk_widget_activate_action (fixture->window, "win.back", NULL);
  wait_for (get_list (fixture) != NULL);
  settle ();
  g_assert_nonnull (gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)),
                                             GTK_TYPE_LIST_VIEW));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture))), ==, "feedback");
  g_assert_cmpuint (get_selected (fixture), ==, 3);
}

/* Who misses a session learns why it isn't there. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  const char *text = "2 sessions need a newer version of Together Scheduler";

  fake_history_fill (fixture->account);
  show_page (fixture);
  g_assert_null (find (fixture->window, says, text, 0));
  fake_history_set_unreadable (fixture->account, 2);
  settle ();
  g_assert_nonnull (find (fixture->window, says, text, 0));
  fake_history_set_unreadable (fixture->account, 0);
  settle ();
  g_assert_null (find (fixture->window, says, text, 0));
}

int
main (int argc, char **argv)
{
  page_test_init (&argc, &argv);
  add ("/sessions-page/P35/list", 3, test_list);
  add ("/sessions-page/stuck-note", 3, test_stuck_note);
  add ("/sessions-page/pane", 3, test_pane);
  add ("/sessions-page/P06/reading-place", 3, test_reading_place);
  add ("/sessions-page/side-width", 3, test_side_width);
  add ("/sessions-page/shared-waits", 3, test_shared_waits);
  add ("/sessions-page/P36/search", 3, test_search);
  add ("/sessions-page/found-line", 3, test_found_line);
  add ("/sessions-page/search-leads", 3, test_search_leads);
  add ("/sessions-page/P35/search-from-match", 3, test_search_from_match);
  add ("/sessions-page/P32/unsent", 3, test_unsent);
  add ("/sessions-page/P35/filters", 3, test_filters);
  add ("/sessions-page/follows-changes", 3, test_follows_changes);
  add ("/sessions-page/time-passes", 3, test_time_passes);
  add ("/sessions-page/P11/zone-changes", 3, test_zone_changes);
  add ("/sessions-page/file-name", 3, test_file_name);
  add ("/sessions-page/P28/failed", 3, test_failed);
  add ("/sessions-page/P31/sync", 3, test_sync);
  add ("/sessions-page/P31/unreadable", 3, test_unreadable);
  add ("/sessions-page/empty", 3, test_empty);
  add ("/sessions-page/P31/offline", 3, test_offline);
  add ("/sessions-page/P35/keyboard", 3, test_keyboard);
  add ("/sessions-page/P36/narrow", 3, test_narrow);
  return g_test_run ();
}
