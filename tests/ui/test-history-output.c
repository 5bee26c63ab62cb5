#include "config.h"

#include "fake-history.h"
#include "page-fixture.h"

#include "tog-file-save.h"
#include "tog-format.h"
#include "tog-history-document.h"
#include "tog-history-export.h"
#include "tog-history-print.h"

#include <glib/gstdio.h>
#include <string.h>

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* All sessions of the history, or one of them. */
static GPtrArray *
list_items (Fixture *fixture, const char *session_id)
{
  TogSessionFilter all = TOG_SESSION_FILTER_INIT;
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *items;

  fake_history_fill (fixture->account);
  if (session_id != NULL)
    {
      items = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (items, g_object_ref (fake_history_get (session_id)));
      return items;
    }
  tog_account_load_history_async (fixture->account, &all, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  items = tog_account_load_history_finish (fixture->account, result, NULL);
  g_assert_cmpuint (items->len, ==, 6);
  return items;
}

static char *export(GPtrArray *items, TogExportFormat format)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *contents;

  tog_history_export_async (
      items, format, "Meridian \"Fellows\"", 1790000000, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  bytes = tog_history_export_finish (result, &error);
  g_assert_no_error (error);
  contents = g_bytes_get_data (bytes, &size);
  return g_strndup (contents, size);
}

/* What is saved can be read again, and is all there is. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = list_items (fixture, NULL);
  g_autofree char *text = export(items, TOG_EXPORT_JSON);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = tog_json_parse (text, -1, &error);
  JsonObject *object;
  JsonArray *saved;

  g_assert_no_error (error);
  object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Meridian \"Fellows\"");
  g_assert_cmpstr (
      json_object_get_string_member (object, "exportedAt"), ==, "2026-09-21T14:13:20Z");
  saved = json_object_get_array_member (object, "items");
  g_assert_cmpuint (json_array_get_length (saved), ==, items->len);
  for (guint i = 0; i < items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (items, i);
      g_autoptr (TogHistoryItem) read =
          tog_history_item_from_json (json_array_get_element (saved, i), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (read->session->id, ==, item->session->id);
      g_assert_cmpstr (read->session->title, ==, item->session->title);
      g_assert_cmpint (read->session->slot.start, ==, item->session->slot.start);
      g_assert_cmpstr (read->note->text, ==, item->note->text);
      g_assert_cmpuint (read->note->others->len, ==, item->note->others->len);
      g_assert_cmpuint (read->invites->len, ==, item->invites->len);
    }
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, part)) != NULL; p += strlen (part))
    n++;
  return n;
}

/* A calendar is for other programs, which need to know no notes and no people. */
static void
test_calendar (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = list_items (fixture, NULL);
  g_autofree char *text = export(items, TOG_EXPORT_ICS);

  g_assert_cmpuint (count (text, "BEGIN:VCALENDAR\r\n"), ==, 1);
  g_assert_cmpuint (count (text, "BEGIN:VEVENT\r\n"), ==, 6);
  g_assert_cmpuint (count (text, "STATUS:CANCELLED\r\n"), ==, 1);
  g_assert_cmpuint (count (text, "SUMMARY:Mapping your goals\r\n"), ==, 1);
  g_assert_true (g_str_has_suffix (text, "END:VCALENDAR\r\n"));
  g_assert_null (strstr (text, "Sundays"));
  g_assert_null (strstr (text, "storage plan"));
  g_assert_null (strstr (text, "ATTENDEE"));
}

static gboolean
has_paragraph (GPtrArray *document, TogParagraphStyle style, const char *text)
{
  for (guint i = 0; i < document->len; i++)
    {
      const TogParagraph *paragraph = g_ptr_array_index (document, i);

      if (paragraph->style == style && g_str_equal (paragraph->text, text))
        return TRUE;
    }
  return FALSE;
}

static void
test_document (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = list_items (fixture, "mapping");
  TogHistoryItem *item = g_ptr_array_index (items, 0);
  TogHome *home = tog_account_get_home (fixture->account);
  g_autoptr (TogZone) zone = tog_zone_lookup ("Asia/Kathmandu", NULL);
  g_autoptr (GPtrArray) document = NULL;

  /* 2 November 2026, 09:30 in Lisbon. */
  item->session->slot.start = 1793611800;
  item->session->slot.end = item->session->slot.start + 45 * TOG_MINUTE;
  document = tog_history_document_new (item, home, zone, tog_format_get_now ());
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TITLE, "Mapping your goals"));
  g_assert_true (has_paragraph (
      document, TOG_PARAGRAPH_TEXT, "2 November 2026, 15:15 – 16:00 (Asia/Kathmandu)"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, "Asha Gurung · Your mentor"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, "45 minutes on Jitsi Meet"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, "Completed"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_HEADING, "Shared Notes"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_AUTHOR, "Asha Gurung"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_HEADING, "My Notes"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, item->note->text));
  g_assert_true (
      has_paragraph (document, TOG_PARAGRAPH_TEXT, "2. Three goals, and who can help with each"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, "Asha Gurung, Mentor, Accepted"));

  /* Which of two versions stays isn't settled yet. */
  g_assert_false (has_paragraph (document, TOG_PARAGRAPH_AUTHOR, "From Elsewhere"));
  g_ptr_array_unref (document);
  item->note->elsewhere = tog_note_new ("\"2\"", "At my desk", "", item->note->others);
  document = tog_history_document_new (item, home, zone, tog_format_get_now ());
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_AUTHOR, "From Elsewhere"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, "At my desk"));
  g_assert_true (has_paragraph (document, TOG_PARAGRAPH_TEXT, item->note->text));
}

/* Makes a PDF and answers how many pages it has. */
static int
print (Fixture *fixture, GPtrArray *items)
{
  g_autofree char *directory = g_dir_make_tmp ("tog-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "sessions.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  GtkPrintOperation *operation =
      tog_history_print_new (items, tog_account_get_home (fixture->account), "Sessions");
  GtkPrintOperationResult result;
  int n_pages;

  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  n_pages = gtk_print_operation_get_n_pages_to_print (operation);
  g_assert_true (g_file_get_contents (path, &contents, NULL, &error));
  g_assert_true (g_str_has_prefix (contents, "%PDF-"));
  g_assert_finalize_object (operation);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  return n_pages;
}

static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) one = list_items (fixture, "setting-up");
  TogHistoryItem *item = g_ptr_array_index (one, 0);
  g_autoptr (GString) lines = g_string_new (NULL);

  g_assert_cmpint (print (fixture, one), ==, 1);

  /* A paragraph that is longer than a page goes on on the next. */
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (lines, "Line %u\n", i);
  g_free (item->note->text);
  item->note->text = g_strdup (lines->str);
  g_assert_cmpint (print (fixture, one), >=, 3);
}

/* Of what is printed to a file: a title may hold what separates folders. */
static void
test_print_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = list_items (fixture, "mapping");
  GtkPrintOperation *operation = tog_history_print_new (items, NULL, "2026-11-30 Either/or");
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  g_autofree char *job_name = NULL;

  g_assert_cmpstr (gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME),
                   ==,
                   "2026-11-30 Either-or");
  g_object_get (operation, "job-name", &job_name, NULL);
  g_assert_cmpstr (job_name, ==, "2026-11-30 Either/or");
  g_object_unref (operation);
}

/* What was saved can be opened from where it is said. */
static void
test_toast (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/Goals & plans.pdf");
  g_autoptr (AdwToast) toast = g_object_ref_sink (tog_file_toast_new (file));

  g_assert_cmpstr (adw_toast_get_title (toast), ==, "Saved as Goals &amp; plans.pdf");
  g_assert_cmpstr (adw_toast_get_button_label (toast), ==, "Open");
}

int
main (int argc, char **argv)
{
  page_test_init (&argc, &argv);
  add ("/history-output/json", 3, test_json);
  add ("/history-output/P20/calendar", 3, test_calendar);
  add ("/history-output/P11/document", 3, test_document);
  add ("/history-output/print", 3, test_print);
  add ("/history-output/print-name", 3, test_print_name);
  add ("/history-output/toast", 3, test_toast);
  return g_test_run ();
}
