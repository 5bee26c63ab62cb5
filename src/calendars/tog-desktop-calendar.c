#include "config.h"

#include "tog-desktop-calendar.h"

struct _TogDesktopCalendar
{
  GObject parent_instance;

  char *id;      /* (owned) */
  char *name;    /* (owned) (nullable) */
  char *account; /* (owned) (nullable) */
  char *colour;  /* (owned) (nullable) */
  gboolean enabled;
  gboolean read_only;
  TogDesktopCalendarState state;
  char *reason;             /* (owned) (nullable) */
  TogBusyTimes *times;      /* (owned) (nullable) */
  TogEventTitles *titles;   /* (owned) (nullable) */
  TogSessionEvents *events; /* (owned) (nullable) */
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_ACCOUNT,
  PROP_COLOUR,
  PROP_ENABLED,
  PROP_READ_ONLY,
  PROP_STATE,
  PROP_REASON,
  PROP_TIMES,
  PROP_EVENTS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ENUM_TYPE (TogDesktopCalendarState,
                    tog_desktop_calendar_state,
                    G_DEFINE_ENUM_VALUE (TOG_DESKTOP_CALENDAR_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TOG_DESKTOP_CALENDAR_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (TOG_DESKTOP_CALENDAR_SLOW, "slow"),
                    G_DEFINE_ENUM_VALUE (TOG_DESKTOP_CALENDAR_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (TogDesktopCalendar, tog_desktop_calendar, G_TYPE_OBJECT)

/* Sets a text and says so, if it is another one. */
static void
set_text (TogDesktopCalendar *self, char **field, const char *text, guint prop)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
tog_desktop_calendar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TogDesktopCalendar *self = TOG_DESKTOP_CALENDAR (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ACCOUNT:
      g_value_set_string (value, self->account);
      break;
    case PROP_COLOUR:
      g_value_set_string (value, self->colour);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_TIMES:
      g_value_set_boxed (value, self->times);
      break;
    case PROP_EVENTS:
      g_value_set_boxed (value, self->events);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tog_desktop_calendar_finalize (GObject *object)
{
  TogDesktopCalendar *self = TOG_DESKTOP_CALENDAR (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->account);
  g_free (self->colour);
  g_free (self->reason);
  g_clear_pointer (&self->times, tog_busy_times_unref);
  g_clear_pointer (&self->titles, tog_event_titles_unref);
  g_clear_pointer (&self->events, tog_session_events_unref);
  G_OBJECT_CLASS (tog_desktop_calendar_parent_class)->finalize (object);
}

static void
tog_desktop_calendar_class_init (TogDesktopCalendarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tog_desktop_calendar_get_property;
  object_class->finalize = tog_desktop_calendar_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_ACCOUNT] = g_param_spec_string ("account", NULL, NULL, NULL, flags);
  props[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, NULL, flags);
  props[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  props[PROP_STATE] = g_param_spec_enum (
      "state", NULL, NULL, TOG_TYPE_DESKTOP_CALENDAR_STATE, TOG_DESKTOP_CALENDAR_UNKNOWN, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  props[PROP_TIMES] = g_param_spec_boxed ("times", NULL, NULL, TOG_TYPE_BUSY_TIMES, flags);
  props[PROP_EVENTS] = g_param_spec_boxed ("events", NULL, NULL, TOG_TYPE_SESSION_EVENTS, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tog_desktop_calendar_init (TogDesktopCalendar *self)
{
}

/**
 * tog_desktop_calendar_new:
 * @id: the desktop's name for it
 *
 * Returns: (transfer full): a calendar of which nothing else is known yet
 */
TogDesktopCalendar *
tog_desktop_calendar_new (const char *id)
{
  TogDesktopCalendar *self = g_object_new (TOG_TYPE_DESKTOP_CALENDAR, NULL);

  self->id = g_strdup (id);
  return self;
}

const char *
tog_desktop_calendar_get_id (TogDesktopCalendar *self)
{
  return self->id;
}

const char *
tog_desktop_calendar_get_name (TogDesktopCalendar *self)
{
  return self->name;
}

const char *
tog_desktop_calendar_get_account (TogDesktopCalendar *self)
{
  return self->account;
}

const char *
tog_desktop_calendar_get_colour (TogDesktopCalendar *self)
{
  return self->colour;
}

gboolean
tog_desktop_calendar_get_enabled (TogDesktopCalendar *self)
{
  return self->enabled;
}

gboolean
tog_desktop_calendar_get_read_only (TogDesktopCalendar *self)
{
  return self->read_only;
}

TogDesktopCalendarState
tog_desktop_calendar_get_state (TogDesktopCalendar *self)
{
  return self->state;
}

const char *
tog_desktop_calendar_get_reason (TogDesktopCalendar *self)
{
  return self->reason;
}

/**
 * tog_desktop_calendar_get_times:
 *
 * Returns: (transfer none) (nullable): what was read last
 */
TogBusyTimes *
tog_desktop_calendar_get_times (TogDesktopCalendar *self)
{
  return self->times;
}

/**
 * tog_desktop_calendar_get_titles:
 *
 * Returns: (transfer none) (nullable): what the busy times are, for who sits in front of
 *   this desktop and nobody else; kept in memory only
 */
TogEventTitles *
tog_desktop_calendar_get_titles (TogDesktopCalendar *self)
{
  return self->titles;
}

/**
 * tog_desktop_calendar_get_events:
 *
 * Returns: (transfer none) (nullable): which of the sessions that were asked for were in
 *   it when it was read last; nothing since its desktop or its server failed
 */
TogSessionEvents *
tog_desktop_calendar_get_events (TogDesktopCalendar *self)
{
  return self->events;
}

/**
 * tog_desktop_calendar_describe:
 * @name: what its owner calls it
 * @account: where it comes from, fit to show
 * @colour: (nullable): as CSS reads it
 * @enabled: whether the desktop shows it
 *
 * Sets what the desktop tells of a calendar without opening it.
 */
void
tog_desktop_calendar_describe (TogDesktopCalendar *self,
                               const char *name,
                               const char *account,
                               const char *colour,
                               gboolean enabled)
{
  set_text (self, &self->name, name, PROP_NAME);
  set_text (self, &self->account, account, PROP_ACCOUNT);
  set_text (self, &self->colour, colour, PROP_COLOUR);
  if (self->enabled != enabled)
    {
      self->enabled = enabled;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENABLED]);
    }
}

/**
 * tog_desktop_calendar_set_read_only:
 * @read_only: whether it is of a kind into which nothing can be put
 */
void
tog_desktop_calendar_set_read_only (TogDesktopCalendar *self, gboolean read_only)
{
  if (self->read_only == read_only)
    return;
  self->read_only = read_only;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READ_ONLY]);
}

/**
 * tog_desktop_calendar_set_state:
 * @state: how well it is known
 * @reason: (nullable): why that is not OK, fit to show
 */
void
tog_desktop_calendar_set_state (TogDesktopCalendar *self,
                                TogDesktopCalendarState state,
                                const char *reason)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->reason, reason, PROP_REASON);
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tog_desktop_calendar_set_times:
 * @times: (transfer none) (nullable): what was read, %NULL to forget it
 */
void
tog_desktop_calendar_set_times (TogDesktopCalendar *self, TogBusyTimes *times)
{
  if (self->times == times)
    return;
  g_clear_pointer (&self->times, tog_busy_times_unref);
  self->times = times == NULL ? NULL : tog_busy_times_ref (times);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIMES]);
}

/**
 * tog_desktop_calendar_set_titles:
 * @titles: (transfer none) (nullable): of the times that are set next, which tell that
 *   there is news
 */
void
tog_desktop_calendar_set_titles (TogDesktopCalendar *self, TogEventTitles *titles)
{
  if (titles != NULL)
    tog_event_titles_ref (titles);
  g_clear_pointer (&self->titles, tog_event_titles_unref);
  self->titles = titles;
}

/**
 * tog_desktop_calendar_set_events:
 * @events: (transfer none) (nullable): what was found, %NULL to forget it
 */
void
tog_desktop_calendar_set_events (TogDesktopCalendar *self, TogSessionEvents *events)
{
  if (self->events == events)
    return;
  g_clear_pointer (&self->events, tog_session_events_unref);
  self->events = events != NULL ? tog_session_events_ref (events) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EVENTS]);
}
