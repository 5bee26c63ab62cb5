#include "config.h"

#include "tog-history-export.h"

#include "tog-file-save.h"
#include "tog-format.h"
#include "tog-invite.h"
#include "tog-json.h"

#include <glib/gi18n.h>

static const char *const extensions[] = { "json", "ics" };

typedef struct
{
  GPtrArray *items; /* (owned) (element-type TogHistoryItem) */
  TogExportFormat format;
  char *name; /* (owned) */
  TogInstant now;
} Export;

static void
export_free (Export *export)
{
  g_ptr_array_unref (export->items);
  g_free (export->name);
  g_free (export);
}

static GString *
write_json (Export *export)
{
  GString *json = g_string_new ("{\"name\":");

  tog_json_append_string (json, export->name);
  g_string_append (json, ",\"exportedAt\":");
  tog_json_append_instant (json, export->now);
  g_string_append (json, ",\"items\":[");
  for (guint i = 0; i < export->items->len; i++)
    {
      /* A line each, so that two exports can be compared. */
      g_string_append (json, i > 0 ? ",\n" : "\n");
      tog_history_item_append_json (json, g_ptr_array_index (export->items, i));
    }
  g_string_append (json, "\n]}\n");
  return json;
}

static GString *
write_calendar (Export *export)
{
  GString *ical = g_string_new (NULL);

  tog_feed_begin (ical, export->name);
  for (guint i = 0; i < export->items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (export->items, i);

      tog_feed_append (ical, item->session, export->now);
    }
  tog_feed_end (ical);
  return ical;
}

/* What is exported is never changed, so that it can be read beside the main thread. */
static void
run (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Export *export = task_data;
  GString *text = export->format == TOG_EXPORT_JSON ? write_json (export) : write_calendar (export);

  g_task_return_pointer (task, g_string_free_to_bytes (text), (GDestroyNotify) g_bytes_unref);
}

/**
 * tog_export_format_from_string:
 * @text: "json" or "ics"
 */
gboolean
tog_export_format_from_string (const char *text, TogExportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    {
      if (g_str_equal (text, extensions[i]))
        {
          *format = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * tog_history_export_async:
 * @items: (element-type TogHistoryItem): what to save
 * @name: what it is called as a whole, such as the organization
 *
 * Writes sessions to save them, in a thread of its own: they may be thousands.
 */
void
tog_history_export_async (GPtrArray *items,
                          TogExportFormat format,
                          const char *name,
                          TogInstant now,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *export = g_new0 (Export, 1);

  export->items = g_ptr_array_ref (items);
  export->format = format;
  export->name = g_strdup (name);
  export->now = now;
  g_task_set_source_tag (task, tog_history_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  g_task_run_in_thread (task, run);
}

/**
 * tog_history_export_finish:
 *
 * Returns: (transfer full): the file's contents, in UTF-8
 */
GBytes *
tog_history_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  GtkWidget *widget; /* (owned) */
  char *file_name;   /* (owned) */
} Saving;

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GBytes) contents = tog_history_export_finish (result, NULL);

  /* It cannot fail, since nothing cancels it. */
  tog_file_save (saving->widget, _ ("Save Sessions"), saving->file_name, contents, NULL);
  g_object_unref (saving->widget);
  g_free (saving->file_name);
  g_free (saving);
}

/**
 * tog_history_save:
 * @widget: in whose window it is asked where to, and said how it went
 * @items: (element-type TogHistoryItem): what to save
 * @name: what it is called as a whole, and the proposed file
 */
void
tog_history_save (GtkWidget *widget, GPtrArray *items, TogExportFormat format, const char *name)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->file_name = tog_file_dup_name (name, extensions[format]);
  tog_history_export_async (items, format, name, tog_format_get_now (), NULL, exported_cb, saving);
}
