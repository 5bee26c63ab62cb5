#include "config.h"

#include "tog-event-writer.h"

#include <glib/gi18n.h>
#include <libical/ical.h>

/* Nobody is to get mail because a calendar of one's own is kept up to date. */
#define FLAGS E_CAL_OPERATION_FLAG_DISABLE_ITIP_MESSAGE

/* What the session decides, whatever its owner made of it: they were asked. */
static const icalproperty_kind time_follows[] = {
  ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY, ICAL_DURATION_PROPERTY,
  ICAL_RRULE_PROPERTY,   ICAL_RDATE_PROPERTY, ICAL_EXDATE_PROPERTY,
};
static const icalproperty_kind rest_follows[] = {
  ICAL_LOCATION_PROPERTY, ICAL_URL_PROPERTY,     ICAL_CONFERENCE_PROPERTY,
  ICAL_SEQUENCE_PROPERTY, ICAL_DTSTAMP_PROPERTY, ICAL_STATUS_PROPERTY,
};

/* What stays as its owner has it, where they wrote it anew. */
static const icalproperty_kind may_differ[] = {
  ICAL_SUMMARY_PROPERTY,
  ICAL_DESCRIPTION_PROPERTY,
};

/* Of a calendar, or alone. Returns: (transfer full) (nullable) */
static icalcomponent *
parse_event (const char *ical)
{
  icalcomponent *calendar = ical != NULL ? icalcomponent_new_from_string (ical) : NULL;
  icalcomponent *event;

  if (calendar == NULL || icalcomponent_isa (calendar) == ICAL_VEVENT_COMPONENT)
    return calendar;
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  if (event != NULL)
    icalcomponent_remove_component (calendar, event);
  icalcomponent_free (calendar);
  return event;
}

/* Calendar servers end lines in their own way, and cut spaces off. */
static char *
dup_text (icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *property = event != NULL ? icalcomponent_get_first_property (event, kind) : NULL;
  const char *text = property != NULL ? icalproperty_get_value_as_string (property) : NULL;

  return text != NULL ? g_strstrip (g_strdup (text)) : g_strdup ("");
}

static void
replace_one (icalcomponent *event, icalcomponent *by, icalproperty_kind kind)
{
  icalproperty *property;

  while ((property = icalcomponent_get_first_property (event, kind)) != NULL)
    {
      icalcomponent_remove_property (event, property);
      icalproperty_free (property);
    }
  for (property = icalcomponent_get_first_property (by, kind); property != NULL;
       property = icalcomponent_get_next_property (by, kind))
    icalcomponent_add_property (
        event, icalproperty_new_from_string (icalproperty_as_ical_string (property)));
}

static void
replace (icalcomponent *event, icalcomponent *by, const icalproperty_kind *kinds, gsize n_kinds)
{
  for (gsize i = 0; i < n_kinds; i++)
    replace_one (event, by, kinds[i]);
}

/* Alarms, colours, notes: what else the event has by now stays. */
static void
update (icalcomponent *event, icalcomponent *now, icalcomponent *before)
{
  replace (event, now, time_follows, G_N_ELEMENTS (time_follows));
  replace (event, now, rest_follows, G_N_ELEMENTS (rest_follows));
  for (gsize i = 0; i < G_N_ELEMENTS (may_differ); i++)
    {
      g_autofree char *has = dup_text (event, may_differ[i]);
      g_autofree char *had = dup_text (before, may_differ[i]);

      if (*has == '\0' || g_str_equal (has, had))
        replace_one (event, now, may_differ[i]);
    }
}

static gboolean
is_writable (ECalClient *client, GError **error)
{
  if (!e_client_is_readonly (E_CLIENT (client)))
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_READ_ONLY,
                       _ ("Nothing can be put into this calendar. Choose another one."));
  return FALSE;
}

static gboolean
modify (ECalClient *client,
        ICalComponent *event,
        icalcomponent *now,
        icalcomponent *before,
        GCancellable *cancellable,
        GError **error)
{
  icalcomponent *native = i_cal_object_get_native (I_CAL_OBJECT (event));

  /* A mail put one in its place meanwhile, which follows its own mails. */
  if (icalcomponent_get_first_property (native, ICAL_ORGANIZER_PROPERTY) != NULL)
    return TRUE;
  if (!is_writable (client, error))
    return FALSE;
  update (native, now, before);
  return e_cal_client_modify_object_sync (
      client, event, E_CAL_OBJ_MOD_ALL, FLAGS, cancellable, error);
}

/* What the data server keeps in an event for itself, such as where on its server it is. */
static void
drop_marks (icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_X_PROPERTY);

  while (property != NULL)
    {
      icalproperty *mark = property;

      property = icalcomponent_get_next_property (event, ICAL_X_PROPERTY);
      if (g_str_has_prefix (icalproperty_get_x_name (mark), "X-EVOLUTION-"))
        {
          icalcomponent_remove_property (event, mark);
          icalproperty_free (mark);
        }
    }
}

static gboolean
create (ECalClient *client,
        icalcomponent *now,
        icalcomponent *before,
        icalcomponent *elsewhere,
        char **name,
        GCancellable *cancellable,
        GError **error)
{
  ICalComponent *event;
  gboolean done;

  if (!is_writable (client, error))
    return FALSE;
  if (elsewhere != NULL)
    {
      drop_marks (elsewhere);
      update (elsewhere, now, before);
    }
  event = i_cal_component_new_from_string (
      icalcomponent_as_ical_string (elsewhere != NULL ? elsewhere : now));
  done = e_cal_client_create_object_sync (client, event, FLAGS, name, cancellable, error);
  g_object_unref (event);
  return done;
}

/**
 * tog_event_writer_write_sync:
 * @client: an open calendar
 * @uid: what the calendar calls the event
 * @ical: all that it is to say, as of tog_event_to_ical()
 * @before: (nullable): what was written last: where its title and its text are others by
 *   now, they stay
 * @elsewhere: (nullable): the event as another calendar has it: what its owner added there
 *   comes along, where it isn't in this one yet
 * @cancellable: (nullable): stops it
 * @error: return location for the data server's error
 *
 * Puts an event into a calendar, or brings it up to date there. Blocks.
 *
 * Returns: (transfer full): what the calendar calls it: mostly, but not always, its UID
 */
char *
tog_event_writer_write_sync (ECalClient *client,
                             const char *uid,
                             const char *ical,
                             const char *before,
                             const char *elsewhere,
                             GCancellable *cancellable,
                             GError **error)
{
  icalcomponent *now = parse_event (ical);
  icalcomponent *old = parse_event (before);
  icalcomponent *other = parse_event (elsewhere);
  ICalComponent *event = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (now != NULL, NULL);

  if (e_cal_client_get_object_sync (client, uid, NULL, &event, cancellable, &failure))
    {
      done = modify (client, event, now, old, cancellable, &failure);
    }
  else if (g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND))
    {
      g_clear_error (&failure);
      done = create (client, now, old, other, &name, cancellable, &failure);
    }
  g_clear_object (&event);
  g_clear_pointer (&old, icalcomponent_free);
  g_clear_pointer (&other, icalcomponent_free);
  icalcomponent_free (now);
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : g_strdup (uid);
}

/**
 * tog_event_writer_move_sync:
 * @client: an open calendar
 * @uid: what the calendar calls an event
 * @ical: when it is to be, as of tog_event_to_ical()
 * @cancellable: (nullable): stops it
 * @error: return location for the data server's error
 *
 * Gives an event another time, whoever put it there, and leaves all else of it. Blocks.
 *
 * Returns: (transfer full): what the calendar calls it, or called it where it isn't there
 *   any more
 */
char *
tog_event_writer_move_sync (ECalClient *client,
                            const char *uid,
                            const char *ical,
                            GCancellable *cancellable,
                            GError **error)
{
  icalcomponent *now = parse_event (ical);
  ICalComponent *event = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean done;

  g_return_val_if_fail (now != NULL, NULL);

  done = is_writable (client, &failure) &&
         e_cal_client_get_object_sync (client, uid, NULL, &event, cancellable, &failure);
  if (done)
    {
      replace (i_cal_object_get_native (I_CAL_OBJECT (event)),
               now,
               time_follows,
               G_N_ELEMENTS (time_follows));
      done = e_cal_client_modify_object_sync (
          client, event, E_CAL_OBJ_MOD_ALL, FLAGS, cancellable, &failure);
    }
  g_clear_object (&event);
  icalcomponent_free (now);
  if (done || g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND))
    return g_strdup (uid);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * tog_event_writer_remove_sync:
 * @client: an open calendar
 * @uid: what the calendar calls an event
 * @cancellable: (nullable): stops it
 * @error: return location for the data server's error
 *
 * Deletes an event. Blocks.
 *
 * Returns: whether it isn't there any more
 */
gboolean
tog_event_writer_remove_sync (ECalClient *client,
                              const char *uid,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!is_writable (client, error))
    return FALSE;
  if (e_cal_client_remove_object_sync (
          client, uid, NULL, E_CAL_OBJ_MOD_ALL, FLAGS, cancellable, &failure) ||
      g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
