#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogCalendarOffer:
 * @session: (owned): a session that is to come
 * @is_deleted: whether its owner deleted its event; otherwise they moved it
 * @slot: to when they moved it
 * @calendar_name: (owned) (nullable): what they call the calendar
 *
 * Something that somebody did to a session in their own calendar, where nobody else
 * knows of it. They can have it as it was, or make it so.
 */
struct _TogCalendarOffer
{
  GObject parent_instance;

  TogSession *session;
  gboolean is_deleted;
  TogSlot slot;
  char *calendar_name;
};

#define TOG_TYPE_CALENDAR_OFFER (tog_calendar_offer_get_type ())
G_DECLARE_FINAL_TYPE (TogCalendarOffer, tog_calendar_offer, TOG, CALENDAR_OFFER, GObject)

TogCalendarOffer *tog_calendar_offer_new (TogSession *session,
                                          gboolean    is_deleted,
                                          TogSlot     slot,
                                          const char *calendar_name);
gboolean          tog_calendar_offer_equal (TogCalendarOffer *self, TogCalendarOffer *other);

G_END_DECLS
