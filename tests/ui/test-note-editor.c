#include "fake-notes.h"
#include "page-fixture.h"
#include "tog-agenda-change.h"
#include "tog-agenda-editor.h"
#include "tog-format.h"
#include "tog-model-limits.h"
#include "tog-note-editor.h"
#include "tog-note-typing.h"

/* How a line goes on after Enter: NULL where it is no item, "" where it ends a list. */
static void
check_typing (void)
{
  static const struct
  {
    const char *line;
    const char *next;
  } cases[] = {
    { "- milk", "- " },     { "  - milk", "  - " },
    { "* milk", "* " },     { "• milk", "• " },
    { "1. milk", "2. " },   { "  9. milk", "  10. " },
    { "- ", "" },           { "3. ", "" },
    { "milk", NULL },       { "", NULL },
    { "-milk", NULL },      { "2020. a year", NULL },
    { "1.5 litres", NULL }, { "– milk", NULL },
    { "-", NULL },          { "99999999999999999999999. x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean ends;
      g_autofree char *next = tog_note_typing_dup_next (cases[i].line, &ends);

      g_test_message ("“%s”", cases[i].line);
      if (cases[i].next != NULL && *cases[i].next == '\0')
        {
          g_assert_nonnull (next);
          g_assert_true (ends);
        }
      else
        {
          g_assert_cmpstr (next, ==, cases[i].next);
          g_assert_false (ends);
        }
    }
}

static void
assert_buffer (GtkTextBuffer *buffer, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_typing_in_buffer (void)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);

  tog_note_typing_follow (buffer);
  gtk_text_buffer_insert_at_cursor (buffer, "- one", -1);
  gtk_text_buffer_insert_at_cursor (buffer, "\n", -1);
  gtk_text_buffer_insert_at_cursor (buffer, "two", -1);
  gtk_text_buffer_insert_at_cursor (buffer, "\n", -1);
  assert_buffer (buffer, "- one\n- two\n- ");
  gtk_text_buffer_insert_at_cursor (buffer, "\n", -1);
  assert_buffer (buffer, "- one\n- two\n");
  gtk_text_buffer_insert_at_cursor (buffer, "end", -1);
  assert_buffer (buffer, "- one\n- two\nend");

  /* What is loaded or pasted stays as it is. */
  gtk_text_buffer_set_text (buffer, "- a\nb\n", -1);
  assert_buffer (buffer, "- a\nb\n");
}

typedef struct
{
  Fixture base;
  TogSession *session;
  GtkWidget *note_editor;
  GtkWidget *agenda_editor;
  GtkWidget *box;
} EditorFixture;

static TogSession *
session_new (const char *id)
{
  TogSession *session = tog_session_new ();
  g_autoptr (TogMember) asha = tog_member_new ("asha", "Asha Gurung", NULL, "Asia/Kathmandu");
  TogAgendaItem *item = tog_agenda_item_new ("What went well", 5);

  session->id = g_strdup (id);
  session->etag = g_strdup ("\"1\"");
  session->state = TOG_SESSION_SCHEDULED;
  session->slot.start = tog_format_get_now () + TOG_HOUR;
  session->slot.end = session->slot.start + TOG_HOUR;
  session->match_id = g_strdup ("ines-asha");
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (asha, TOG_ROLE_MENTOR, TOG_ANSWER_ACCEPTED));
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  item->id = g_strdup ("program-1");
  g_ptr_array_add (session->agenda, item);
  item = tog_agenda_item_new ("How did the <b>release</b> go?", 0);
  item->id = g_strdup ("point-a");
  item->added_by = g_strdup ("asha");
  g_ptr_array_add (session->agenda, item);
  return session;
}

static void
set_up_editors (EditorFixture *fixture, gconstpointer data)
{
  set_up (&fixture->base, data);
  fixture->session = session_new ("s1");
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  fixture->note_editor = g_object_new (TOG_TYPE_NOTE_EDITOR, NULL);
  fixture->agenda_editor = g_object_new (TOG_TYPE_AGENDA_EDITOR, NULL);
  gtk_box_append (GTK_BOX (fixture->box), fixture->agenda_editor);
  gtk_box_append (GTK_BOX (fixture->box), fixture->note_editor);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->base.window), fixture->box);
}

static void
show (EditorFixture *fixture)
{
  tog_note_editor_set_session (
      TOG_NOTE_EDITOR (fixture->note_editor), fixture->base.account, fixture->session);
  settle ();
}

static void
tear_down_editors (EditorFixture *fixture, gconstpointer data)
{
  tear_down (&fixture->base, data);
  g_clear_object (&fixture->session);
}

static GtkTextBuffer *
find_buffer (EditorFixture *fixture, guint n)
{
  GtkWidget *view = find (fixture->note_editor, is_of_type, "GtkTextView", n);

  g_assert_nonnull (view);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

/* Waits for the pause after which what was typed is saved. */
static void
type (EditorFixture *fixture, guint n, const char *text)
{
  guint before = fake_notes_count_puts ();

  gtk_text_buffer_insert_at_cursor (find_buffer (fixture, n), text, -1);
  wait_for (fake_notes_count_puts () > before);
  settle ();
}

static void
check_saves (EditorFixture *fixture, gconstpointer data)
{
  fake_notes_set ("\"7\"", "Old", "");
  fake_notes_share ("Asha Gurung", "Bring the <i>review</i>");
  fake_notes_share ("Tomás", "");
  show (fixture);
  assert_buffer (find_buffer (fixture, 0), "Old");
  g_assert_nonnull (find (fixture->note_editor, says, "Asha Gurung", 0));
  g_assert_nonnull (find (fixture->note_editor, says, "Bring the <i>review</i>", 0));
  g_assert_null (find (fixture->note_editor, says, "Tomás", 0));

  type (fixture, 0, " and new");
  g_assert_cmpstr (fake_notes_get_text (), ==, "Old and new");
  g_assert_nonnull (find (fixture->note_editor, says, "Saved", 0));
  type (fixture, 1, "For all");
  g_assert_cmpstr (fake_notes_get_shared (), ==, "For all");
  g_assert_cmpstr (fake_notes_get_text (), ==, "Old and new");
  g_assert_cmpuint (fake_notes_count_puts (), ==, 2);
}

/* P32: it is kept, and that is said. */
static void
check_offline (EditorFixture *fixture, gconstpointer data)
{
  show (fixture);
  fake_notes_fail (TOG_ACCOUNT_ERROR_WAITING, "It waits.");
  type (fixture, 0, "Written on a train");
  g_assert_nonnull (find (fixture->note_editor, says, "Waiting to be sent", 0));
  g_assert_true (fake_notes_is_unsent ());

  /* Read again, it is there, and still known not to be sent. */
  show (fixture);
  assert_buffer (find_buffer (fixture, 0), "Written on a train");
  g_assert_nonnull (find (fixture->note_editor, says, "Waiting to be sent", 0));
}

/* What was noted before is not there: that is no trouble that somebody has to see to. */
static void
check_unread (EditorFixture *fixture, gconstpointer data)
{
  const char *unread = "What you noted before isn’t on this computer yet";

  fake_notes_set ("\"7\"", "From another computer", "");
  fake_notes_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  show (fixture);
  g_assert_nonnull (find (fixture->note_editor, says, unread, 0));
  g_assert_null (find_button (fixture->note_editor, "Try Again", 0));
  fake_notes_fail (-1, NULL);
  show (fixture);
  assert_buffer (find_buffer (fixture, 0), "From another computer");
  g_assert_null (find (fixture->note_editor, says, unread, 0));
  g_assert_null (find (fixture->note_editor, says, "Saved", 0));
}

/* P26: where it can't be kept that is said, and it stays where it was typed. */
static void
check_unkept (EditorFixture *fixture, gconstpointer data)
{
  show (fixture);
  fake_notes_fail (TOG_ACCOUNT_ERROR_STORAGE, "It is neither sent nor kept.");
  type (fixture, 0, "Written on a train");
  g_assert_nonnull (find (fixture->note_editor, says, "It is neither sent nor kept.", 0));
  g_assert_null (find (fixture->note_editor, says, "Waiting to be sent", 0));
  show (fixture);
  assert_buffer (find_buffer (fixture, 0), "Written on a train");
  g_assert_nonnull (find (fixture->note_editor, says, "It is neither sent nor kept.", 0));

  fake_notes_fail (TOG_ACCOUNT_ERROR_WAITING, "It waits.");
  type (fixture, 0, ", and more");
  g_assert_null (find (fixture->note_editor, says, "It is neither sent nor kept.", 0));
  g_assert_nonnull (find (fixture->note_editor, says, "Waiting to be sent", 0));
}

/* Nothing was ever loaded: what is written is not written over what may be there. */
static void
check_before_loading (EditorFixture *fixture, gconstpointer data)
{
  fake_notes_set ("\"7\"", "From another computer", "");
  fake_notes_fail (TOG_ACCOUNT_ERROR_WAITING, "It waits.");
  show (fixture);
  type (fixture, 0, "Written on a train");
  fake_notes_fail (-1, NULL);
  show (fixture);
  g_assert_cmpstr (fake_notes_get_text (), ==, "From another computer");
  g_assert_nonnull (find (fixture->note_editor, says, "Written on a train", 0));
  g_assert_nonnull (find (fixture->note_editor, says, "From another computer", 0));
}

/* What is typed last is saved when another session is shown, and when the window goes. */
static void
check_leaving (EditorFixture *fixture, gconstpointer data)
{
  g_autoptr (TogSession) other = session_new ("s2");

  show (fixture);
  gtk_text_buffer_insert_at_cursor (find_buffer (fixture, 0), "Just typed", -1);
  tog_note_editor_set_session (
      TOG_NOTE_EDITOR (fixture->note_editor), fixture->base.account, other);
  g_assert_cmpstr (fake_notes_get_text (), ==, "Just typed");

  settle ();
  gtk_text_buffer_insert_at_cursor (find_buffer (fixture, 0), ", and more", -1);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->base.window), NULL);
  g_assert_cmpstr (fake_notes_get_text (), ==, "Just typed, and more");
}

typedef struct
{
  const char *button;
  const char *text;
  const char *shared;
} Choice;

/* P06: both versions are shown, and whatever is chosen stays. */
static void
check_conflict (EditorFixture *fixture, gconstpointer data)
{
  static const Choice choices[] = {
    { "Keep Both", "Theirs\n\nMine", "For all" },
    { "Keep This", "Mine", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (TogSession) session = session_new (choices[i].button);

      fake_notes_reset ();
      tog_note_editor_set_session (
          TOG_NOTE_EDITOR (fixture->note_editor), fixture->base.account, session);
      settle ();
      fake_notes_set ("\"elsewhere\"", "Theirs", "For all");
      type (fixture, 0, "Mine");
      g_assert_nonnull (find (fixture->note_editor, says, "On This Computer", 0));
      g_assert_nonnull (find (fixture->note_editor, says, "Mine", 0));
      g_assert_nonnull (find (fixture->note_editor, says, "Theirs\n\nShared: For all", 0));
      g_assert_cmpstr (fake_notes_get_text (), ==, "Theirs");
      g_assert_true (fake_notes_is_unsent ());

      click (find_button (fixture->note_editor, choices[i].button, 0));
      settle ();
      g_assert_cmpstr (fake_notes_get_text (), ==, choices[i].text);
      g_assert_cmpstr (fake_notes_get_shared (), ==, choices[i].shared);
      assert_buffer (find_buffer (fixture, 0), choices[i].text);
      assert_buffer (find_buffer (fixture, 1), choices[i].shared);
    }
}

static gboolean
are_beside (GtkWidget *mine, GtkWidget *theirs)
{
  graphene_rect_t my_bounds, their_bounds;

  g_assert_true (gtk_widget_compute_bounds (mine, gtk_widget_get_parent (mine), &my_bounds));
  g_assert_true (gtk_widget_compute_bounds (theirs, gtk_widget_get_parent (mine), &their_bounds));
  return G_APPROX_VALUE (my_bounds.origin.y, their_bounds.origin.y, .5f);
}

/* However long what somebody wrote, the versions are side by side where there is room. */
static void
check_conflict_fits (EditorFixture *fixture, gconstpointer data)
{
  const int widths[] = { 360, 500, 1000 };
  const char *const texts[] = {
    "Short",
    "A line that goes on and on, and has a good deal more than would fit beside another one if "
    "it were not broken, as it is",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TogSession) session = session_new (texts[i]);
      GtkWidget *mine, *theirs;

      fake_notes_reset ();
      tog_note_editor_set_session (
          TOG_NOTE_EDITOR (fixture->note_editor), fixture->base.account, session);
      settle ();
      fake_notes_set ("\"elsewhere\"", texts[i], "");
      type (fixture, 0, "Mine");
      mine = find (fixture->note_editor, is_of_type, "GtkFlowBoxChild", 0);
      theirs = find (fixture->note_editor, is_of_type, "GtkFlowBoxChild", 1);
      g_assert_nonnull (theirs);
      for (gsize j = 0; j < G_N_ELEMENTS (widths); j++)
        {
          GtkWidget *flow = gtk_widget_get_parent (mine);
          int minimum, height;

          gtk_widget_measure (flow, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_assert_cmpint (minimum, <=, 320);
          gtk_widget_measure (flow, GTK_ORIENTATION_VERTICAL, widths[j], &height, NULL, NULL, NULL);
          gtk_widget_allocate (flow, widths[j], height, -1, NULL);
          g_test_message ("%d pixels: %s", widths[j], texts[i]);
          g_assert_cmpint (are_beside (mine, theirs), ==, widths[j] > 360);
          /* They share the room, all but what is around them. */
          g_assert_cmpint (MIN (gtk_widget_get_width (mine), gtk_widget_get_width (theirs)),
                           >,
                           widths[j] / (widths[j] > 360 ? 2 : 1) - 18);
        }
    }
}

static void
check_limit (EditorFixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *most = g_strnfill (TOG_MAX_NOTE_LENGTH, 'x');

  show (fixture);
  gtk_text_buffer_insert_at_cursor (find_buffer (fixture, 0), huge, -1);
  assert_buffer (find_buffer (fixture, 0), "");
  g_assert_nonnull (
      find (fixture->note_editor, says, "Notes can’t be longer than 20000 characters", 0));
  type (fixture, 0, most);
  g_assert_cmpstr (fake_notes_get_text (), ==, most);
}

static void
show_agenda (EditorFixture *fixture)
{
  tog_agenda_editor_set_session (
      TOG_AGENDA_EDITOR (fixture->agenda_editor), fixture->base.account, fixture->session);
  settle ();
}

static TogAgendaItem *
get_put (guint put, guint item)
{
  return g_ptr_array_index (fake_agenda_get (put), item);
}

static void
tick (EditorFixture *fixture, guint n)
{
  GtkWidget *check = find (fixture->agenda_editor, is_of_type, "GtkCheckButton", n);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               !gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
}

static void
add_point (EditorFixture *fixture, const char *title)
{
  GtkWidget *entry = find (fixture->agenda_editor, is_of_type, "AdwEntryRow", 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  g_signal_emit_by_name (entry, "apply");
}

static void
check_agenda (EditorFixture *fixture, gconstpointer data)
{
  show_agenda (fixture);
  g_assert_nonnull (find (fixture->agenda_editor, says, "How did the <b>release</b> go?", 0));
  g_assert_nonnull (find (fixture->agenda_editor, says, "Added by Asha Gurung", 0));
  /* What isn't one's own can't be removed. */
  g_assert_null (find (fixture->agenda_editor, is_of_type, "GtkButton", 0));

  tick (fixture, 0);
  settle ();
  g_assert_cmpuint (fake_agenda_count (), ==, 1);
  g_assert_true (get_put (0, 0)->done);
  g_assert_false (get_put (0, 1)->done);

  add_point (fixture, "   ");
  add_point (fixture, "  A point of mine ");
  settle ();
  g_assert_cmpuint (fake_agenda_count (), ==, 2);
  g_assert_cmpstr (get_put (1, 2)->title, ==, "A point of mine");
  g_assert_nonnull (find (fixture->agenda_editor, says, "Added by you", 0));

  click (find (fixture->agenda_editor, is_of_type, "GtkButton", 0));
  settle ();
  g_assert_cmpuint (fake_agenda_count (), ==, 3);
  g_assert_cmpuint (fake_agenda_get (2)->len, ==, 2);
}

/* It has no id by which to tick it off, and says so. */
static void
check_waiting_point (EditorFixture *fixture, gconstpointer data)
{
  TogAgendaItem *item = tog_agenda_item_new ("A point of mine", 0);
  GtkWidget *check;

  item->added_by = g_strdup ("ines");
  g_ptr_array_add (fixture->session->agenda, item);
  show_agenda (fixture);
  check = find (
      fixture->agenda_editor, is_of_type, "GtkCheckButton", fixture->session->agenda->len - 1);
  g_assert_false (gtk_widget_is_sensitive (check));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (check), ==, "Can be ticked once it was sent");
}

/* Somebody ticks the other item off, and adds one, at the same moment. */
static void
interfere (TogSession *session)
{
  TogAgendaItem *item = tog_agenda_item_new ("Theirs", 0);

  item->id = g_strdup ("point-b");
  item->added_by = g_strdup ("asha");
  ((TogAgendaItem *) g_ptr_array_index (session->agenda, 1))->done = TRUE;
  g_ptr_array_add (session->agenda, item);
}

/* P06: where somebody was quicker both changes stay. */
static void
check_agenda_conflict (void)
{
  g_autoptr (TogSession) session = session_new ("s1");
  g_autoptr (GPtrArray) changes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tog_agenda_change_free);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_ptr_array_add (changes, tog_agenda_change_new (TOG_AGENDA_TICK, "program-1", NULL, TRUE));
  g_ptr_array_add (changes, tog_agenda_change_new (TOG_AGENDA_ADD, NULL, "Mine", FALSE));
  g_ptr_array_add (changes, tog_agenda_change_new (TOG_AGENDA_REMOVE, "point-a", NULL, FALSE));
  g_ptr_array_add (changes, tog_agenda_change_new (TOG_AGENDA_TICK, "gone", NULL, TRUE));
  before = tog_agenda_change_all (session->agenda, changes, "ines");
  g_assert_cmpuint (before->len, ==, 3);

  interfere (session);
  after = tog_agenda_change_all (session->agenda, changes, "ines");
  g_assert_cmpuint (after->len, ==, 4);
  for (guint i = 0; i < 2; i++)
    g_assert_true (((TogAgendaItem *) g_ptr_array_index (after, i))->done);
  g_assert_cmpstr (((TogAgendaItem *) g_ptr_array_index (after, 2))->title, ==, "Theirs");
  g_assert_cmpstr (((TogAgendaItem *) g_ptr_array_index (after, 3))->title, ==, "Mine");
  /* What it was is left alone. */
  g_assert_false (((TogAgendaItem *) g_ptr_array_index (session->agenda, 0))->done);
}

/* What was typed is given back where it could not be kept. */
static void
check_agenda_failure (EditorFixture *fixture, gconstpointer data)
{
  GtkWidget *entry;

  show_agenda (fixture);
  fake_notes_fail (TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  tick (fixture, 0);
  settle ();
  g_assert_nonnull (find (fixture->agenda_editor,
                          says,
                          "The agenda could not be changed. The server can’t be reached.",
                          0));
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (find (fixture->agenda_editor, is_of_type, "GtkCheckButton", 0))));

  add_point (fixture, "Mine");
  settle ();
  entry = find (fixture->agenda_editor, is_of_type, "AdwEntryRow", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Mine");
}

#define add_editor(path, function)                                                                 \
  g_test_add (                                                                                     \
      path, EditorFixture, GUINT_TO_POINTER (3), set_up_editors, function, tear_down_editors)

int
main (int argc, char **argv)
{
  page_test_init (&argc, &argv);
  g_test_add_func ("/ui/note-typing/lines", check_typing);
  g_test_add_func ("/ui/note-typing/buffer", check_typing_in_buffer);
  add_editor ("/ui/note-editor/saves", check_saves);
  add_editor ("/ui/note-editor/P32/offline", check_offline);
  add_editor ("/ui/note-editor/P31/unread", check_unread);
  add_editor ("/ui/note-editor/P26/unkept", check_unkept);
  add_editor ("/ui/note-editor/before-loading", check_before_loading);
  add_editor ("/ui/note-editor/leaving", check_leaving);
  add_editor ("/ui/note-editor/P06/conflict", check_conflict);
  add_editor ("/ui/note-editor/P06/conflict-fits", check_conflict_fits);
  add_editor ("/ui/note-editor/limit", check_limit);
  add_editor ("/ui/agenda-editor/changes", check_agenda);
  add_editor ("/ui/agenda-editor/waiting-point", check_waiting_point);
  g_test_add_func ("/ui/agenda-editor/P06/conflict", check_agenda_conflict);
  add_editor ("/ui/agenda-editor/failure", check_agenda_failure);
  return g_test_run ();
}
