#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogCalendarOfferKind:
 * @TOG_CALENDAR_OFFER_MOVED: its owner gave its event another time
 * @TOG_CALENDAR_OFFER_DELETED: its owner deleted its event
 * @TOG_CALENDAR_OFFER_LATE: its event is where it was before the session was moved, for
 *   the mail doesn't come that says so
 *
 * How what is in somebody's calendar came to contradict a session.
 */
typedef enum
{
  TOG_CALENDAR_OFFER_MOVED,
  TOG_CALENDAR_OFFER_DELETED,
  TOG_CALENDAR_OFFER_LATE,
} TogCalendarOfferKind;

/**
 * TogCalendarOffer:
 * @session: (owned): a session that is to come
 * @kind: what came between
 * @slot: when it is there, empty where it was deleted
 * @calendar_name: (owned) (nullable): what they call the calendar
 *
 * A session that is another one in somebody's own calendar, where nobody else knows of
 * it. They can have it there as it is for everybody, or make it so for everybody.
 */
struct _TogCalendarOffer
{
  GObject parent_instance;

  TogSession *session;
  TogCalendarOfferKind kind;
  TogSlot slot;
  char *calendar_name;
};

#define TOG_TYPE_CALENDAR_OFFER (tog_calendar_offer_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendarOffer, tog_calendar_offer, TOG, CALENDAR_OFFER, GObject)

TogCalendarOffer *tog_calendar_offer_new   (TogSession          *session,
                                            TogCalendarOfferKind kind,
                                            TogSlot              slot,
                                            const char          *calendar_name);
gboolean          tog_calendar_offer_equal (TogCalendarOffer *self, TogCalendarOffer *other);

G_END_DECLS
