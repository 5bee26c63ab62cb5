#pragma once

#include "tog-agenda-change.h"
#include "tog-booking.h"
#include "tog-note.h"
#include "tog-session-change.h"

G_BEGIN_DECLS

/**
 * TogOutboxKind:
 * @TOG_OUTBOX_NOTE: what I noted about a session
 * @TOG_OUTBOX_AGENDA: talking points added or taken away, items ticked off
 * @TOG_OUTBOX_ANSWER: whether I come
 * @TOG_OUTBOX_CANCEL: that a session is called off
 * @TOG_OUTBOX_COMPLETE: whether we met
 * @TOG_OUTBOX_RECORD: that a planned session was held elsewhere
 * @TOG_OUTBOX_REQUEST: to book the first of several times that is free
 *
 * What somebody does that the server has to learn of.
 */
typedef enum
{
  TOG_OUTBOX_NOTE,
  TOG_OUTBOX_AGENDA,
  TOG_OUTBOX_ANSWER,
  TOG_OUTBOX_CANCEL,
  TOG_OUTBOX_COMPLETE,
  TOG_OUTBOX_RECORD,
  TOG_OUTBOX_REQUEST,
} TogOutboxKind;

/**
 * TogOutboxState:
 * @TOG_OUTBOX_KEEPING: is only just being written to the disk
 * @TOG_OUTBOX_WAITING: is kept, and sent when its turn comes
 * @TOG_OUTBOX_SENDING: is on its way
 * @TOG_OUTBOX_FAILED: the server said no, and why
 * @TOG_OUTBOX_CONFLICT: somebody else was quicker; one has to choose
 * @TOG_OUTBOX_BOOKED: a request that led to a session, until I have seen that
 *
 * How far it got.
 */
typedef enum
{
  TOG_OUTBOX_KEEPING,
  TOG_OUTBOX_WAITING,
  TOG_OUTBOX_SENDING,
  TOG_OUTBOX_FAILED,
  TOG_OUTBOX_CONFLICT,
  TOG_OUTBOX_BOOKED,
} TogOutboxState;

#define TOG_REQUEST_MAX_CHOICES 10

/**
 * TogOutboxItem:
 * @id: idempotency key of its first try, the same for life
 * @kind: what it is
 * @state: how far it got
 * @sequence: rises in the order in which they were made
 * @made_at: when
 * @title: of the session, one line; "" where that is not known
 * @match_id: (nullable): the match it is about
 * @group_id: (nullable): or else the group
 * @session_id: (nullable): the session; %NULL where there is none yet
 * @planned_id: (nullable): the planned session; only where there is no session yet
 * @session: (nullable): the session as it was seen
 * @etag: (nullable): the version that is to be changed
 * @body: (nullable): JSON of what is sent, except for the two that follow
 * @changes: (element-type TogAgendaChange) (nullable): of %TOG_OUTBOX_AGENDA
 * @choices: (element-type TogBooking) (nullable): of %TOG_OUTBOX_REQUEST, best first
 * @choice: which of them is asked for, or was booked
 * @attempt: how often another request had to be made of it
 * @request: (nullable): JSON as it was sent, where @body doesn't say that
 * @kept: whether it is on the disk as it is
 * @was_kept: whether it is there at least as it was before it was changed
 * @tried: whether the server may have got it
 * @error: (nullable): why the server said no, fit to show
 *
 * Something that is kept on this computer until the server has it. To be read by all,
 * changed by #TogOutbox alone, which lets "state" be notified.
 */
struct _TogOutboxItem
{
  GObject parent_instance;

  char *id;
  TogOutboxKind kind;
  TogOutboxState state;
  gint64 sequence;
  TogInstant made_at;
  char *title;
  char *match_id;
  char *group_id;
  char *session_id;
  char *planned_id;
  TogSession *session;
  char *etag;
  char *body;
  GPtrArray *changes;
  GPtrArray *choices;
  guint choice;
  guint attempt;
  char *request;
  gboolean kept;
  gboolean was_kept;
  gboolean tried;
  char *error;
};

#define TOG_TYPE_OUTBOX_ITEM (tog_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (TogOutboxItem, tog_outbox_item, TOG, OUTBOX_ITEM, GObject)

TogOutboxItem *tog_outbox_item_new         (TogOutboxKind kind, const char *key);
TogOutboxItem *tog_outbox_item_new_session (TogOutboxKind kind,
                                            const char   *key,
                                            TogSession   *session,
                                            char         *body);
TogOutboxItem *tog_outbox_item_from_text   (const char *text, GError **error);
char          *tog_outbox_item_to_text     (TogOutboxItem *self);
void           tog_outbox_item_set_state   (TogOutboxItem *self, TogOutboxState state);
char          *tog_outbox_item_dup_key     (TogOutboxItem *self);
gboolean       tog_outbox_item_shares_version (TogOutboxItem *self, TogOutboxItem *other);
gboolean       tog_outbox_item_is_stuck   (TogOutboxItem *self);
gboolean       tog_outbox_item_can_undo    (TogOutboxItem *self);
TogBooking    *tog_outbox_item_get_choice  (TogOutboxItem *self);
gboolean       tog_outbox_item_read_note   (TogOutboxItem *self, TogNoteRequest *note);
gboolean       tog_outbox_item_is_laid     (TogOutboxItem *self);
TogSessionChange *tog_outbox_item_to_change (TogOutboxItem *self, const char *me);

G_END_DECLS
