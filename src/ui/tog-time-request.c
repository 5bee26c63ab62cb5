#include "config.h"

#include "tog-time-request.h"

#include "tog-outbox-toast.h"
#include "tog-request-dialog.h"

#include <glib/gi18n.h>

struct _TogTimeRequest
{
  GObject parent_instance;

  TogAccount *account;        /* (owned) */
  TogTeam *team;              /* (owned) */
  TogPlannedSession *planned; /* (owned) (nullable): what @choices are for */
  GPtrArray *choices;         /* (owned) (element-type TogBooking): best first */
  GPtrArray *before;          /* (owned) (element-type TogBooking): and before the last one */
};

enum
{
  REQUESTED,
  BOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogTimeRequest, tog_time_request, G_TYPE_OBJECT)

typedef struct
{
  TogTimeRequest *request;    /* (owned) */
  GtkWindow *parent;          /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogOutboxItem *earlier;     /* (owned) (nullable): whose place it takes */
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->request);
  g_object_unref (asking->parent);
  g_object_unref (asking->planned);
  g_clear_object (&asking->earlier);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* What was asked for before and can still be asked for otherwise. */
static TogOutboxItem *
find_waiting (TogTimeRequest *self, TogPlannedSession *planned)
{
  TogOutboxItem *item =
      tog_outbox_find_of_team (tog_account_get_outbox (self->account), self->team, planned->id);

  return item != NULL && item->kind == TOG_OUTBOX_REQUEST && tog_outbox_item_can_undo (item) ? item
                                                                                             : NULL;
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session =
      tog_account_request_finish (TOG_ACCOUNT (source), result, &error);
  GtkWidget *dialog;

  if (session != NULL)
    {
      g_signal_emit (asking->request, signals[BOOKED], 0, session);
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_WAITING))
    {
      TogTimeRequest *self = asking->request;
      TogOutboxItem *item = find_waiting (self, asking->planned);
      g_autoptr (AdwToast) toast = NULL;

      if (item != NULL)
        toast = tog_outbox_toast_new_waiting (_ ("Requested, nothing is booked yet"),
                                              tog_account_get_outbox (self->account),
                                              item,
                                              asking->earlier);
      g_signal_emit (self, signals[REQUESTED], 0, toast);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      dialog = adw_message_dialog_new (asking->parent, _ ("Nothing Was Requested"), error->message);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

static gpointer
ref_choice (gconstpointer choice, gpointer user_data)
{
  return g_object_ref ((gpointer) choice);
}

static GPtrArray *
copy_choices (GPtrArray *choices)
{
  return g_ptr_array_copy (choices, ref_choice, NULL);
}

static void
response_cb (TogTimeRequest *self, const char *response, GtkWindow *dialog)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GPtrArray) choices = NULL;
  Asking *asking;

  if (g_str_equal (response, "cancel"))
    {
      g_ptr_array_unref (self->choices);
      self->choices = copy_choices (self->before);
    }
  if (!g_str_equal (response, "request") || self->choices->len == 0)
    return;

  choices = g_steal_pointer (&self->choices);
  self->choices = g_ptr_array_new_with_free_func (g_object_unref);
  asking = g_new0 (Asking, 1);
  asking->request = g_object_ref (self);
  asking->parent = g_object_ref (gtk_window_get_transient_for (dialog));
  asking->planned = g_steal_pointer (&self->planned);
  g_set_object (&asking->earlier, find_waiting (self, asking->planned));
  tog_account_request_async (
      self->account, self->team, asking->planned, choices, key, NULL, requested_cb, asking);
}

static void
tog_time_request_finalize (GObject *object)
{
  TogTimeRequest *self = TOG_TIME_REQUEST (object);

  g_clear_object (&self->account);
  g_clear_object (&self->team);
  g_clear_object (&self->planned);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_time_request_parent_class)->finalize (object);
}

static void
tog_time_request_class_init (TogTimeRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_time_request_finalize;

  signals[REQUESTED] = g_signal_new ("requested",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     ADW_TYPE_TOAST);
  signals[BOOKED] = g_signal_new ("booked",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  TOG_TYPE_SESSION);
}

static void
tog_time_request_init (TogTimeRequest *self)
{
  self->choices = g_ptr_array_new_with_free_func (g_object_unref);
  self->before = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * tog_time_request_new:
 * @team: with whom
 */
TogTimeRequest *
tog_time_request_new (TogAccount *account, TogTeam *team)
{
  TogTimeRequest *self = g_object_new (TOG_TYPE_TIME_REQUEST, NULL);

  self->account = g_object_ref (account);
  self->team = g_object_ref (team);
  return self;
}

static gboolean
has_start (TogTimeRequest *self, TogInstant start)
{
  for (guint i = 0; i < self->choices->len; i++)
    if (((TogBooking *) g_ptr_array_index (self->choices, i))->slot.start == start)
      return TRUE;
  return FALSE;
}

/* For what was asked before is gone on with: it would be lost without a word otherwise. */
static void
begin (TogTimeRequest *self, TogPlannedSession *planned)
{
  TogOutboxItem *waiting;

  g_set_object (&self->planned, planned);
  waiting = find_waiting (self, planned);
  g_ptr_array_unref (self->choices);
  self->choices = waiting != NULL ? copy_choices (waiting->choices)
                                  : g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * tog_time_request_add:
 * @parent: over which to ask
 * @planned: what is to be booked; for another one all begins anew
 * @choice: a time that would do, if those before are taken by then
 * @zone: in which I look at times
 *
 * Shows all that was chosen by now, and asks whether it is to be requested, or another
 * time is to be chosen too.
 */
void
tog_time_request_add (TogTimeRequest *self,
                      GtkWindow *parent,
                      TogPlannedSession *planned,
                      TogBooking *choice,
                      TogZone *zone)
{
  GtkWidget *dialog;

  g_return_if_fail (TOG_IS_TIME_REQUEST (self));

  if (self->planned == NULL || !g_str_equal (self->planned->id, planned->id))
    begin (self, planned);
  g_ptr_array_unref (self->before);
  self->before = copy_choices (self->choices);
  if (self->choices->len < TOG_REQUEST_MAX_CHOICES && !has_start (self, choice->slot.start))
    g_ptr_array_add (self->choices, g_object_ref (choice));
  dialog = tog_request_dialog_new (parent,
                                   planned->title,
                                   self->choices,
                                   find_waiting (self, planned) != NULL,
                                   zone,
                                   tog_account_get_now (self->account));
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
