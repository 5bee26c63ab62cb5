#include "tog-calendar-offer.h"

G_DEFINE_FINAL_TYPE (TogCalendarOffer, tog_calendar_offer, G_TYPE_OBJECT)

static void
tog_calendar_offer_finalize (GObject *object)
{
  TogCalendarOffer *self = TOG_CALENDAR_OFFER (object);

  g_clear_object (&self->session);
  g_free (self->calendar_name);
  G_OBJECT_CLASS (tog_calendar_offer_parent_class)->finalize (object);
}

static void
tog_calendar_offer_class_init (TogCalendarOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_calendar_offer_finalize;
}

static void
tog_calendar_offer_init (TogCalendarOffer *self)
{
}

/**
 * tog_calendar_offer_new:
 * @session: a session that is to come
 * @kind: what came between
 * @slot: when it is there, empty where it was deleted
 * @calendar_name: (nullable): what they call the calendar
 */
TogCalendarOffer *
tog_calendar_offer_new (TogSession *session,
                        TogCalendarOfferKind kind,
                        TogSlot slot,
                        const char *calendar_name)
{
  TogCalendarOffer *self = g_object_new (TOG_TYPE_CALENDAR_OFFER, NULL);

  self->session = g_object_ref (session);
  self->kind = kind;
  self->slot = slot;
  self->calendar_name = g_strdup (calendar_name);
  return self;
}

/**
 * tog_calendar_offer_equal:
 *
 * Returns: whether both say the same of the same version of a session
 */
gboolean
tog_calendar_offer_equal (TogCalendarOffer *self, TogCalendarOffer *other)
{
  return g_str_equal (self->session->id, other->session->id) &&
         g_strcmp0 (self->session->etag, other->session->etag) == 0 && self->kind == other->kind &&
         self->slot.start == other->slot.start && self->slot.end == other->slot.end &&
         g_strcmp0 (self->calendar_name, other->calendar_name) == 0;
}
