#include "config.h"

#include "tog-source.h"

#include "tog-busy-digest.h"
#include "tog-json.h"
#include "tog-model-limits.h"
#include "tog-range-json.h"
#include "tog-source-request.h"
#include "tog-text.h"

static const char *const kind_nicks[] = { "desktop", "address", "file", NULL };
static const char *const state_nicks[] = { "ready", "waiting", "stale", "broken", NULL };

G_DEFINE_FINAL_TYPE (TogSource, tog_source, G_TYPE_OBJECT)

static void
tog_source_finalize (GObject *object)
{
  TogSource *self = TOG_SOURCE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->url);
  g_free (self->digest);
  g_free (self->problem);

  G_OBJECT_CLASS (tog_source_parent_class)->finalize (object);
}

static void
tog_source_class_init (TogSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_source_finalize;
}

static void
tog_source_init (TogSource *self)
{
}

/**
 * tog_source_new:
 *
 * Returns: (transfer full): a source whose fields the caller fills in; it takes over
 *   what they hold
 */
TogSource *
tog_source_new (void)
{
  return g_object_new (TOG_TYPE_SOURCE, NULL);
}

/**
 * tog_source_kind_to_string:
 * @kind: where a source comes from
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
tog_source_kind_to_string (TogSourceKind kind)
{
  return kind_nicks[kind];
}

/**
 * tog_source_kind_from_string:
 * @text: the name of a kind on the wire
 *
 * Returns: the kind
 */
TogSourceKind
tog_source_kind_from_string (const char *text)
{
  guint i = 0;

  while (kind_nicks[i] != NULL && !g_str_equal (kind_nicks[i], text))
    i++;
  g_return_val_if_fail (kind_nicks[i] != NULL, TOG_SOURCE_FILE);
  return (TogSourceKind) i;
}

/**
 * tog_source_from_json:
 * @node: a Source of the API document
 *
 * Returns: (transfer full) (nullable): the source
 */
TogSource *
tog_source_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogSource) self = tog_source_new ();
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->id = g_strdup (tog_json_reader_id (&reader, "id"));
  self->name = g_strdup (tog_json_reader_line (&reader, "name", TOG_MAX_NAME_LENGTH));
  self->kind = tog_json_reader_enum (&reader, "kind", kind_nicks);
  self->url = g_strdup (tog_json_reader_opt_line (&reader, "url", TOG_TEXT_MAX_URL_BYTES));
  self->state = tog_json_reader_enum (&reader, "state", state_nicks);
  self->complete = tog_json_reader_opt_range (&reader, "complete");
  self->refreshed_at = tog_json_reader_opt_instant (&reader, "refreshed_at", 0);
  self->refresh_within = tog_json_reader_int (
      &reader, "refresh_within", TOG_MIN_REFRESH_WITHIN, TOG_MAX_REFRESH_WITHIN);
  self->n_busy = tog_json_reader_int (&reader, "n_busy", 0, G_MAXINT32);
  self->digest = g_strdup (tog_json_reader_opt_digest (&reader, "digest"));
  self->problem = g_strdup (tog_json_reader_opt_text (&reader, "problem", TOG_MAX_DETAIL_LENGTH));
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_sources_from_json:
 * @node: a SourceList of the API document
 *
 * Returns: (transfer full) (nullable) (element-type TogSource): the sources
 */
GPtrArray *
tog_sources_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) sources = NULL;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  sources = tog_json_reader_list (
      &reader, "items", TOG_MAX_LISTED_SOURCES, (TogJsonFunc) tog_source_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&sources) : NULL;
}

/**
 * tog_source_to_text:
 * @self: a source
 *
 * Returns: (transfer full): a Source of the API document
 */
char *
tog_source_to_text (TogSource *self)
{
  GString *json = g_string_new ("{\"id\":");

  tog_json_append_string (json, self->id);
  g_string_append (json, ",\"name\":");
  tog_json_append_string (json, self->name);
  g_string_append_printf (json, ",\"kind\":\"%s\",\"url\":", kind_nicks[self->kind]);
  tog_json_append_text (json, self->url);
  g_string_append_printf (json, ",\"state\":\"%s\",\"complete\":", state_nicks[self->state]);
  if (tog_slot_is_empty (self->complete))
    g_string_append (json, "null");
  else
    tog_json_append_range (json, self->complete);
  g_string_append (json, ",\"refreshed_at\":");
  if (self->refreshed_at == 0)
    g_string_append (json, "null");
  else
    tog_json_append_instant (json, self->refreshed_at);
  g_string_append_printf (json,
                          ",\"refresh_within\":%" G_GINT64_FORMAT ",\"n_busy\":%" G_GINT64_FORMAT
                          ",\"digest\":",
                          self->refresh_within,
                          self->n_busy);
  tog_json_append_text (json, self->digest);
  g_string_append (json, ",\"problem\":");
  tog_json_append_text (json, self->problem);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
