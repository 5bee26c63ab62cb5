#pragma once

#include "tog-booking.h"
#include "tog-session.h"

G_BEGIN_DECLS

/*
 * What a participant sends about a session: the bodies of the API's smaller
 * operations, each a value with a reader for the server and a writer for the client.
 */

/**
 * TogAnswerRequest:
 * @answer: accepted, tentative or declined
 * @reason: (nullable): why, one line
 *
 * The body of answerInvite.
 */
typedef struct
{
  TogAnswer answer;
  char *reason;
} TogAnswerRequest;

gboolean tog_answer_request_read    (TogAnswerRequest *self, JsonNode *node, GError **error);
char    *tog_answer_request_to_text (const TogAnswerRequest *self);
void     tog_answer_request_clear   (TogAnswerRequest *self);

/**
 * TogCancelRequest:
 * @reason: (nullable): why, one line
 *
 * The body of cancelSession.
 */
typedef struct
{
  char *reason;
} TogCancelRequest;

gboolean tog_cancel_request_read    (TogCancelRequest *self, JsonNode *node, GError **error);
char    *tog_cancel_request_to_text (const TogCancelRequest *self);
void     tog_cancel_request_clear   (TogCancelRequest *self);

/**
 * TogCompleteRequest:
 * @held: yes or no
 * @rating: 1 to 4, 0 where nothing is said
 *
 * The body of completeSession.
 */
typedef struct
{
  TogHeld held;
  int rating;
} TogCompleteRequest;

gboolean tog_complete_request_read    (TogCompleteRequest *self, JsonNode *node, GError **error);
char    *tog_complete_request_to_text (const TogCompleteRequest *self);

/**
 * TogRecordRequest:
 * @planned_session_id: which planned session
 * @slot: when it was held; start and duration on the wire
 * @note: (nullable): for the one who records it, lines parted by \n
 * @rating: 1 to 4, 0 where nothing is said
 *
 * The body of recordSession and recordGroupSession: a session held elsewhere.
 */
typedef struct
{
  char *planned_session_id;
  TogSlot slot;
  char *note;
  int rating;
} TogRecordRequest;

gboolean tog_record_request_read    (TogRecordRequest *self, JsonNode *node, GError **error);
char    *tog_record_request_to_text (const TogRecordRequest *self);
void     tog_record_request_clear   (TogRecordRequest *self);

/**
 * TogLateRequest:
 * @minutes: by how many
 *
 * The body of sayLate.
 */
typedef struct
{
  int minutes;
} TogLateRequest;

#define TOG_MAX_LATE_MINUTES 120

gboolean tog_late_request_read    (TogLateRequest *self, JsonNode *node, GError **error);
char    *tog_late_request_to_text (const TogLateRequest *self);

/**
 * TogSeriesRequest:
 * @bookings: (element-type TogBooking): the sessions, 1 to %TOG_SERIES_MAX
 *
 * The body of bookSeries and bookGroupSeries: all are booked, or none.
 */
typedef struct
{
  GPtrArray *bookings;
} TogSeriesRequest;

gboolean tog_series_request_read    (TogSeriesRequest *self, JsonNode *node, GError **error);
char    *tog_series_request_to_text (const TogSeriesRequest *self);
void     tog_series_request_clear   (TogSeriesRequest *self);

/* The body of putAgenda: the items in order, a new one without an id. */
char    *tog_agenda_request_to_text (GPtrArray *items);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogAnswerRequest, tog_answer_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogCancelRequest, tog_cancel_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogRecordRequest, tog_record_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogSeriesRequest, tog_series_request_clear)

G_END_DECLS
