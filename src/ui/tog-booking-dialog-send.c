#include "config.h"

#include "tog-booking-dialog-private.h"

#include "tog-conflict-dialog.h"
#include "tog-session-request.h"

#include <glib/gi18n.h>

static void
show_failure (TogBookingDialog *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TAKEN) ||
      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE) ||
      g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_CHANGED))
    {
      self->taken = TRUE;
      if (self->uncertain)
        text = g_strdup_printf (
            _ ("%s An earlier try may have got through: look at your sessions first."),
            error->message);
      else
        text = g_strdup_printf (_ ("%s Nothing was sent."), error->message);
      tog_booking_dialog_say (self, self->error, text, _ ("Choose Another Time"));
    }
  else if (g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_REFUSED) ||
           g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN))
    {
      tog_booking_dialog_say (self, self->error, error->message, NULL);
    }
  else
    {
      /* Whether the request got through is not known; the key sees to it that
       * trying again can't book twice. */
      text = g_strdup_printf (_ ("%s What you entered is kept, and trying again can’t book twice."),
                              error->message);
      tog_booking_dialog_say (self, self->error, text, NULL);
    }
}

static void send_move (TogBookingDialog *self);

static void
conflict_response_cb (TogBookingDialog *self, const char *response)
{
  if (!g_str_equal (response, "mine"))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  tog_deed_repeat (self->deed);
  self->taken = FALSE;
  send_move (self);
}

/* Somebody else moved it, or called it off: both versions are shown. */
static void
show_conflict (TogBookingDialog *self)
{
  GtkWidget *dialog =
      tog_conflict_dialog_new (GTK_WINDOW (self), self->deed, tog_account_get_now (self->account));

  self->taken = TRUE;
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (conflict_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What the server said of single sessions is shown at these. */
static gboolean
show_refusals (TogBookingDialog *self, const GError *error)
{
  g_autoptr (GPtrArray) refusals = tog_account_error_list_refusals (error);

  if (refusals->len == 0)
    return FALSE;
  for (guint i = 0; i < refusals->len; i++)
    {
      const TogBookingRefusal *refusal = g_ptr_array_index (refusals, i);

      tog_series_editor_refuse (self->series, refusal->index, refusal->message);
    }
  tog_series_editor_reload (self->series);
  tog_booking_dialog_say (
      self, self->error, _ ("Nothing was sent: some of the times don’t fit any more."), NULL);
  return TRUE;
}

/* What came of sending it. */
static void
end (TogBookingDialog *self, TogSession *session, const GError *error)
{
  g_clear_object (&self->cancellable);
  if (session != NULL)
    {
      tog_booking_dialog_end (self, session);
      return;
    }
  if (gtk_widget_get_root (GTK_WIDGET (self->clocks)) == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->uncertain = TRUE;
      tog_booking_dialog_say (
          self,
          self->error,
          _ ("Sending was stopped. It may have got through; sending again can’t "
             "book twice."),
          NULL);
    }
  else if (self->deed != NULL && tog_deed_get_newest (self->deed) != NULL)
    show_conflict (self);
  else if (!show_refusals (self, error))
    show_failure (self, error);
  tog_booking_dialog_update (self);
}

static void
booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogBookingDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_account_book_finish (TOG_ACCOUNT (source), result, &error);

  end (self, session, error);
}

static void
series_booked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogBookingDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions =
      tog_account_book_series_finish (TOG_ACCOUNT (source), result, &error);

  end (self, sessions != NULL ? g_ptr_array_index (sessions, 0) : NULL, error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogBookingDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSession) session = tog_deed_send_finish (TOG_DEED (source), result, &error);

  end (self, session, error);
}

static void
begin (TogBookingDialog *self)
{
  self->cancellable = g_cancellable_new ();
  tog_booking_dialog_say (self, self->error, NULL, NULL);
  tog_booking_dialog_update (self);
}

static void
send_move (TogBookingDialog *self)
{
  begin (self);
  tog_deed_send_async (self->deed, self->account, self->cancellable, moved_cb, g_object_ref (self));
}

/* What is the same as before is left out, and stays. */
static void
move (TogBookingDialog *self, const char *message)
{
  gboolean keeps_place = self->conference == self->moved->conference;

  if (self->deed == NULL || g_strcmp0 (self->sent, message) != 0)
    {
      g_autoptr (TogBooking) booking = tog_booking_new (NULL,
                                                        self->slot,
                                                        tog_zone_get_name (self->zone),
                                                        keeps_place ? NULL : self->conference,
                                                        *message != '\0' ? message : NULL);

      g_clear_object (&self->deed);
      self->deed = tog_deed_new_move (self->moved, booking);
      g_free (self->sent);
      self->sent = g_strdup (message);
    }
  send_move (self);
}

/* The server refuses a known key with another body. An earlier try may have got
 * through all the same; then this one finds the time taken. */
static void
update_key (TogBookingDialog *self, GPtrArray *bookings)
{
  TogSeriesRequest request = { bookings };
  g_autofree char *body = tog_series_request_to_text (&request);

  if (g_strcmp0 (self->sent, body) == 0)
    return;
  if (self->sent != NULL)
    {
      g_free (self->key);
      self->key = g_uuid_string_random ();
    }
  g_free (self->sent);
  self->sent = g_steal_pointer (&body);
}

/* Sends what the dialog says, with a message that may be sent. */
void
tog_booking_dialog_send (TogBookingDialog *self, const char *message)
{
  g_autoptr (GPtrArray) bookings = NULL;

  if (self->moved != NULL)
    {
      move (self, message);
      return;
    }

  bookings = tog_series_editor_make_bookings (
      self->series, self->conference, *message != '\0' ? message : NULL);
  update_key (self, bookings);
  begin (self);
  if (bookings->len > 1)
    tog_account_book_series_async (self->account,
                                   TOG_TEAM (self->match),
                                   bookings,
                                   self->key,
                                   self->cancellable,
                                   series_booked_cb,
                                   g_object_ref (self));
  else
    tog_account_book_async (self->account,
                            self->match->team.id,
                            g_ptr_array_index (bookings, 0),
                            self->key,
                            self->cancellable,
                            booked_cb,
                            g_object_ref (self));
}
