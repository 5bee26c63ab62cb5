#pragma once

#include "tog-booking-dialog.h"
#include "tog-deed.h"
#include "tog-notice.h"
#include "tog-series-editor.h"

G_BEGIN_DECLS

/*
 * What the files of TogBookingDialog share.
 */

struct _TogBookingDialog
{
  AdwWindow parent_instance;

  TogAccount *account;        /* (owned) */
  TogMatch *match;            /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogSlot slot;
  char *when;                /* (owned): a day and a duration */
  TogZone *zone;             /* (owned) */
  TogConference *conference; /* (owned) */
  TogSession *moved;         /* (owned) (nullable): what is moved, as it was seen */
  TogDeed *deed;             /* (owned) (nullable): the move that was tried last */

  /* One for as long as the prompt is open: whatever got lost on the way, the
   * same request again books once. Only what is sent may not differ then. */
  char *key;                 /* (owned) */
  char *sent;                /* (owned) (nullable): with @key, NULL before the first try */
  GCancellable *cancellable; /* (owned) (nullable): while sending */
  gboolean uncertain;        /* whether an earlier try may have got through */
  gboolean taken;

  GtkWidget *header;
  AdwWindowTitle *window_title;
  GtkWidget *content;
  GtkWidget *cancel_button;
  GtkWidget *send_button;
  GtkWidget *send_label;
  GtkWidget *spinner;
  GtkWidget *title_label;
  GtkWidget *when_label;
  GtkWidget *notices;
  GtkWidget *clocks;
  AdwActionRow *was_row;
  AdwActionRow *where_row;
  GtkImage *where_icon;
  AdwExpanderRow *agenda_row;
  TogSeriesEditor *series;
  GtkWidget *message_label;
  GtkTextView *message_view;
  GtkWidget *counter_label;
  GtkLabel *mail_label;
  TogNotice *warning;
  TogNotice *error;
};

void tog_booking_dialog_say    (TogBookingDialog *self,
                                TogNotice        *notice,
                                const char       *text,
                                const char       *button);
void tog_booking_dialog_update (TogBookingDialog *self);
void tog_booking_dialog_end    (TogBookingDialog *self, TogSession *session);
void tog_booking_dialog_send   (TogBookingDialog *self, const char *message);

G_END_DECLS
