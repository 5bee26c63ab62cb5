#include "config.h"

#include "tog-account-availability.h"

#include "tog-account-private.h"
#include "tog-json.h"

#define KEY_AVAILABILITY "availability"
#define PATH_AVAILABILITY "/v1/me/availability"
#define KEY_SOURCES "sources"
#define PATH_SOURCES "/v1/me/sources"

/* Among what the server doesn't have yet. */
#define KEY_KEPT "availability"

static gpointer
parse_settings (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, (gssize) length, error);
  TogAvailabilitySettings settings;

  if (node == NULL || !tog_availability_settings_read (&settings, node, error))
    return NULL;
  return g_rc_box_dup (sizeof settings, &settings);
}

static void
settings_unref (gpointer settings)
{
  g_rc_box_release_full (settings, (GDestroyNotify) tog_availability_settings_clear);
}

static const TogDocumentKind DOCUMENT_AVAILABILITY = {
  TOG_CONTENT_JSON, TRUE, parse_settings, g_rc_box_acquire, settings_unref,
};

static gpointer
parse_sources (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, (gssize) length, error);

  return node != NULL ? tog_sources_from_json (node, error) : NULL;
}

static const TogDocumentKind DOCUMENT_SOURCES = {
  TOG_CONTENT_JSON,
  FALSE,
  parse_sources,
  (gpointer (*) (gpointer)) g_ptr_array_ref,
  (void (*) (gpointer)) g_ptr_array_unref,
};

/* Something the server has in one version. */
typedef struct
{
  TogAvailabilitySettings *settings; /* (owned) */
  char *etag;                        /* (owned) (nullable) */
} Versioned;

static Versioned *
versioned_new (gpointer settings, const char *etag)
{
  Versioned *self = g_new (Versioned, 1);

  self->settings = settings;
  self->etag = g_strdup (etag);
  return self;
}

static void
versioned_free (gpointer data)
{
  Versioned *self = data;

  settings_unref (self->settings);
  g_free (self->etag);
  g_free (self);
}

static gboolean
finish_versioned (GTask *task, TogAvailabilitySettings *settings, char **etag, GError **error)
{
  Versioned *versioned = g_task_propagate_pointer (task, error);

  if (versioned == NULL)
    return FALSE;
  tog_availability_settings_copy (settings, versioned->settings);
  *etag = g_steal_pointer (&versioned->etag);
  versioned_free (versioned);
  return TRUE;
}

static void
availability_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, &error);

  if (known != NULL)
    g_task_return_pointer (
        task, versioned_new (g_rc_box_acquire (known->object), known->etag), versioned_free);
  else
    g_task_return_error (task, error);
}

/**
 * tog_account_load_availability_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Reads what I say of when I can meet. While offline what was last known comes.
 */
void
tog_account_load_availability_async (TogAccount *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_availability_async);
  tog_account_fetch_async (self,
                           &DOCUMENT_AVAILABILITY,
                           KEY_AVAILABILITY,
                           PATH_AVAILABILITY,
                           0,
                           cancellable,
                           availability_loaded_cb,
                           task);
}

/**
 * tog_account_load_availability_finish:
 * @self: an account
 * @result: what the callback got
 * @settings: (out caller-allocates): what I say
 * @etag: (out): its version
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is known; if not, nothing is set
 */
gboolean
tog_account_load_availability_finish (TogAccount *self,
                                      GAsyncResult *result,
                                      TogAvailabilitySettings *settings,
                                      char **etag,
                                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_availability_async),
                        FALSE);

  return finish_versioned (G_TASK (result), settings, etag, error);
}

static gpointer
read_availability (TogAccount *self, const TogApiReply *reply, GError **error)
{
  TogInstant now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (TogDocument) document = tog_document_new (reply->text, reply->etag, now);
  gpointer settings = parse_settings (reply->text, reply->length, error);

  if (settings == NULL)
    return NULL;
  tog_store_save (self->store, KEY_AVAILABILITY, reply->text, reply->etag, now, 0);
  tog_account_note_known (
      self, KEY_AVAILABILITY, tog_known_new_from_document (&DOCUMENT_AVAILABILITY, document), TRUE);
  return versioned_new (settings, reply->etag);
}

/**
 * tog_account_put_availability_async:
 * @self: an account
 * @settings: what I say from now on
 * @etag: version of what was changed
 * @cancellable: (nullable): stops it
 *
 * Changes what I say of when I can meet.
 */
void
tog_account_put_availability_async (TogAccount *self,
                                    const TogAvailabilitySettings *settings,
                                    const char *etag,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autofree char *key = g_uuid_string_random ();
  TogChange *change;
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_put_availability_async);
  change = tog_change_new (
      "PUT", g_strdup (PATH_AVAILABILITY), tog_availability_settings_to_text (settings), key, etag);
  change->read = read_availability;
  change->unref = versioned_free;
  tog_account_write (task, change);
}

/**
 * tog_account_put_availability_finish:
 * @self: an account
 * @result: what the callback got
 * @settings: (out caller-allocates): what I say now
 * @etag: (out): its version
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was changed; if not, nothing is set
 */
gboolean
tog_account_put_availability_finish (TogAccount *self,
                                     GAsyncResult *result,
                                     TogAvailabilitySettings *settings,
                                     char **etag,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_put_availability_async),
                        FALSE);

  return finish_versioned (G_TASK (result), settings, etag, error);
}

/**
 * tog_account_keep_availability:
 * @self: an account
 * @settings: (nullable): what was changed, %NULL to forget it
 * @etag: (nullable): version of what was changed
 *
 * Keeps on this computer what the server doesn't have yet.
 */
void
tog_account_keep_availability (TogAccount *self,
                               const TogAvailabilitySettings *settings,
                               const char *etag)
{
  g_autofree char *text = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  if (settings == NULL)
    {
      tog_store_remove (self->drafts, KEY_KEPT);
      return;
    }
  text = tog_availability_settings_to_text (settings);
  tog_store_save (self->drafts, KEY_KEPT, text, etag, tog_account_get_now (self), 0);
}

static void
kept_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, NULL);
  gpointer settings = NULL;

  if (document != NULL)
    settings = parse_settings (document->text, strlen (document->text), NULL);
  g_task_return_pointer (
      task, settings != NULL ? versioned_new (settings, document->etag) : NULL, versioned_free);
}

/**
 * tog_account_load_kept_availability_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Reads what tog_account_keep_availability() kept.
 */
void
tog_account_load_kept_availability_async (TogAccount *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_kept_availability_async);
  tog_store_load_async (self->drafts, KEY_KEPT, cancellable, kept_loaded_cb, task);
}

/**
 * tog_account_load_kept_availability_finish:
 * @self: an account
 * @result: what the callback got
 * @settings: (out caller-allocates): what was changed
 * @etag: (out) (nullable): version of what was changed
 *
 * Returns: whether there is something; if not, nothing is set
 */
gboolean
tog_account_load_kept_availability_finish (TogAccount *self,
                                           GAsyncResult *result,
                                           TogAvailabilitySettings *settings,
                                           char **etag)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_kept_availability_async),
                        FALSE);

  return finish_versioned (G_TASK (result), settings, etag, NULL);
}

static void
sources_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, &error);

  if (known != NULL)
    g_task_set_task_data (task, GINT_TO_POINTER (known->failure == NULL), NULL);
  if (known != NULL)
    g_task_return_pointer (
        task, g_ptr_array_ref (known->object), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * tog_account_load_sources_async:
 * @self: an account
 * @cancellable: (nullable): stops it
 *
 * Reads which calendars say when I am busy. While offline what was last known comes.
 */
void
tog_account_load_sources_async (TogAccount *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_sources_async);
  tog_account_fetch_async (
      self, &DOCUMENT_SOURCES, KEY_SOURCES, PATH_SOURCES, 0, cancellable, sources_loaded_cb, task);
}

/**
 * tog_account_load_sources_finish:
 * @self: an account
 * @result: what the callback got
 * @newest: (out) (optional): whether that is what the server says now
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type TogSource): all of them
 */
GPtrArray *
tog_account_load_sources_finish (TogAccount *self,
                                 GAsyncResult *result,
                                 gboolean *newest,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_load_sources_async), NULL);

  if (newest != NULL)
    *newest = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_sources (TogAccount *self, const TogApiReply *reply, GError **error)
{
  return parse_sources (reply->text, reply->length, error);
}

static gpointer
read_source (TogAccount *self, const TogApiReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (reply->text, (gssize) reply->length, error);

  return node != NULL ? tog_source_from_json (node, error) : NULL;
}

/* Takes over the reference to @task, and @body. */
static void
write_source (GTask *task,
              const char *method,
              const char *source_id,
              const char *rest,
              char *body,
              const char *if_match)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *escaped = g_uri_escape_string (source_id, NULL, FALSE);
  TogChange *change = tog_change_new (
      method, g_strconcat (PATH_SOURCES "/", escaped, rest, NULL), body, key, if_match);

  /* Times are never taken from memory. */
  change->leaves_rest = TRUE;
  if (g_task_get_source_tag (task) == (gpointer) tog_account_delete_source_async)
    {
      change->read = read_sources;
      change->unref = (GDestroyNotify) g_ptr_array_unref;
    }
  else
    {
      change->read = read_source;
      change->unref = g_object_unref;
    }
  tog_account_write (task, change);
}

/**
 * tog_account_delete_source_async:
 * @self: an account
 * @source_id: which calendar
 * @cancellable: (nullable): stops it
 *
 * Stops a calendar from being shared. The server forgets all of it.
 */
void
tog_account_delete_source_async (TogAccount *self,
                                 const char *source_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_delete_source_async);
  write_source (task, "DELETE", source_id, "", g_strdup (""), NULL);
}

/**
 * tog_account_delete_source_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type TogSource): those that remain
 */
GPtrArray *
tog_account_delete_source_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_delete_source_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GTask *
source_task_new (TogAccount *self,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_account_source_finish);
  return task;
}

/**
 * tog_account_put_busy_async:
 * @self: an account
 * @source_id: names the calendar for the server
 * @busy: all there is to say of it
 * @is_shared: whether the server was seen to have it
 * @cancellable: (nullable): stops it
 *
 * Uploads when a calendar is busy, in place of what was said before. What is shared isn't
 * made anew where it was removed from elsewhere: that is a %TOG_ACCOUNT_ERROR_CHANGED.
 */
void
tog_account_put_busy_async (TogAccount *self,
                            const char *source_id,
                            const TogBusyRequest *busy,
                            gboolean is_shared,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (TOG_IS_ACCOUNT (self));

  write_source (source_task_new (self, cancellable, callback, user_data),
                "PUT",
                source_id,
                "",
                tog_busy_request_to_text (busy),
                is_shared ? "*" : NULL);
}

/**
 * tog_account_confirm_busy_async:
 * @self: an account
 * @source_id: names the calendar for the server
 * @confirm: what still holds
 * @cancellable: (nullable): stops it
 *
 * Says that a calendar is as it was. %TOG_ACCOUNT_ERROR_CHANGED where the server has
 * something else: all has to be sent. %TOG_ACCOUNT_ERROR_GONE where it has nothing.
 */
void
tog_account_confirm_busy_async (TogAccount *self,
                                const char *source_id,
                                const TogConfirmRequest *confirm,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (TOG_IS_ACCOUNT (self));

  write_source (source_task_new (self, cancellable, callback, user_data),
                "POST",
                source_id,
                "/confirm",
                tog_confirm_request_to_text (confirm),
                NULL);
}

/**
 * tog_account_put_address_async:
 * @self: an account
 * @source_id: names the calendar for the server
 * @address: where it is published
 * @cancellable: (nullable): stops it
 *
 * Has the server read a published calendar.
 */
void
tog_account_put_address_async (TogAccount *self,
                               const char *source_id,
                               const TogAddressRequest *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (TOG_IS_ACCOUNT (self));

  write_source (source_task_new (self, cancellable, callback, user_data),
                "PUT",
                source_id,
                "/address",
                tog_address_request_to_text (address),
                NULL);
}

/**
 * tog_account_source_finish:
 * @self: an account
 * @result: what the callback got
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the calendar as the server has it now
 */
TogSource *
tog_account_source_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_account_source_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
