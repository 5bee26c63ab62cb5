#include "config.h"

#include "tog-mail-text.h"

#include "tog-zone.h"

#include <string.h>

#define MAX_SUBJECT_TITLE 120

/* Of a group's many, so many are told, and then how many more. */
#define MAX_PEOPLE 12
#define MAX_CLOCKS 6
#define MAX_NAMES_A_CLOCK 3

static const char *const weekdays[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December" };

/**
 * Section:
 * @title: (nullable): heading
 * @lines: (owned) (element-type utf8): text, one line each
 * @links: (owned) (element-type utf8) (nullable): where a line leads, per line
 * @is_list: whether the lines are items
 *
 * A part of a mail, before it is known whether it becomes text or HTML.
 */
typedef struct
{
  const char *title;
  GPtrArray *lines;
  GPtrArray *links;
  gboolean is_list;
} Section;

static void
clear_section (gpointer data)
{
  Section *section = data;

  g_ptr_array_unref (section->lines);
  g_ptr_array_unref (section->links);
}

static Section *
add_section (GArray *sections, const char *title, gboolean is_list)
{
  Section section = { .title = title, .is_list = is_list };

  section.lines = g_ptr_array_new_with_free_func (g_free);
  section.links = g_ptr_array_new_with_free_func (g_free);
  g_array_append_val (sections, section);
  return &g_array_index (sections, Section, sections->len - 1);
}

static void
add_line (Section *section, char *line, const char *link)
{
  g_ptr_array_add (section->lines, line);
  g_ptr_array_add (section->links, g_strdup (link));
}

/**
 * tog_mail_dup_line:
 * @text: (nullable): any text
 *
 * Returns: (transfer full): the text with spaces for what would end a line or
 *   control something
 */
char *
tog_mail_dup_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *c = text == NULL ? "" : text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_iscntrl (character) || character == 0x2028 || character == 0x2029)
        g_string_append_c (line, ' ');
      else
        g_string_append_unichar (line, character);
    }
  return g_string_free (line, FALSE);
}

static void
append_offset (GString *out, gint32 offset)
{
  int minutes = ABS (offset) / 60;

  g_string_append_printf (out, "UTC%s%d", offset < 0 ? "-" : "+", minutes / 60);
  if (minutes % 60 != 0)
    g_string_append_printf (out, ":%02d", minutes % 60);
}

static void
append_day (GString *out, TogDay day)
{
  int year;
  int month;
  int month_day;

  tog_day_to_civil (day, &year, &month, &month_day);
  g_string_append_printf (out,
                          "%s %d %s %d",
                          weekdays[tog_day_get_weekday (day) - 1],
                          month_day,
                          months[month - 1],
                          year);
}

static void
append_clock (GString *out, TogWallTime wall)
{
  g_string_append_printf (out, "%02d:%02d", wall.second / 3600, wall.second / 60 % 60);
}

/* "Thursday 26 November 2026, 11:15 to 12:00, Europe/Lisbon (UTC+0)": never a time
 * without its zone, and the offset is that of the day. */
static char *
format_slot (TogSlot slot, const char *zone_name)
{
  g_autoptr (TogZone) zone = tog_zone_lookup (zone_name, NULL);
  g_autoptr (TogZone) known = zone != NULL ? tog_zone_ref (zone) : tog_zone_ref (tog_zone_utc ());
  TogWallTime start = tog_zone_to_wall (known, slot.start);
  TogWallTime end = tog_zone_to_wall (known, slot.end);
  gint32 start_offset = tog_zone_get_offset (known, slot.start);
  gint32 end_offset = tog_zone_get_offset (known, slot.end);
  GString *out = g_string_new (NULL);

  append_day (out, start.day);
  g_string_append (out, ", ");
  append_clock (out, start);
  if (start_offset != end_offset)
    {
      g_string_append (out, " (");
      append_offset (out, start_offset);
      g_string_append_c (out, ')');
    }
  g_string_append (out, " to ");
  if (end.day != start.day)
    {
      append_day (out, end.day);
      g_string_append (out, ", ");
    }
  append_clock (out, end);
  g_string_append_printf (out, ", %s (", tog_zone_get_name (known));
  append_offset (out, end_offset);
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

static TogParticipant *
find_participant (const TogMail *mail, const char *id)
{
  for (guint i = 0; i < mail->session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (mail->session->participants, i);

      if (g_str_equal (participant->member->id, id))
        return participant;
    }
  return NULL;
}

static const char *
describe_role (TogRole role)
{
  switch (role)
    {
    case TOG_ROLE_MENTOR:
      return "mentor";
    case TOG_ROLE_MENTEE:
      return "mentee";
    case TOG_ROLE_FACILITATOR:
      return "facilitator";
    case TOG_ROLE_GROUP_MEMBER:
    default:
      return "member";
    }
}

static char *
dup_start (const char *text, glong length)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), length));
}

/* Who did what the mail is about, with so much of the name. */
static char *
dup_doer (const TogMail *mail, glong length)
{
  TogParticipant *doer = mail->about != NULL ? find_participant (mail, mail->about) : NULL;

  return dup_start (doer != NULL ? doer->member->name : mail->from_name, length);
}

/* "Asha Gurung is running about 10 minutes late", with so much of the name. */
static char *
describe_late (const TogMail *mail, glong length)
{
  TogParticipant *late = mail->about != NULL ? find_participant (mail, mail->about) : NULL;
  g_autofree char *name = dup_start (late != NULL ? late->member->name : "Somebody", length);
  int minutes = late != NULL ? late->late : 0;

  return g_strdup_printf (minutes == 1 ? "%s is running about %d minute late"
                                       : "%s is running about %d minutes late",
                          name,
                          minutes);
}

/* What became of an invite since its recipient last heard of it. */
typedef enum
{
  INVITE_NEW,
  INVITE_CHANGED,
  INVITE_MOVED,
  INVITE_CANCELLED,
} InviteNews;

static InviteNews
get_news (const TogMail *mail)
{
  if (mail->method == TOG_INVITE_CANCEL)
    return INVITE_CANCELLED;
  if (tog_slot_is_empty (mail->from))
    return INVITE_NEW;
  return mail->from.start == mail->session->slot.start && mail->from.end == mail->session->slot.end
             ? INVITE_CHANGED
             : INVITE_MOVED;
}

static char *
describe_invite (const TogMail *mail)
{
  static const struct
  {
    const char *mine;
    const char *theirs;
  } texts[] = {
    [INVITE_NEW] = { "You booked this session. Here is your calendar entry.",
                     "%s invites you to this session." },
    [INVITE_CHANGED] = { "You changed this session. This takes the place of the invite before.",
                         "%s changed this session. This takes the place of the invite before." },
    [INVITE_MOVED] = { "You moved this session. This takes the place of the invite before.",
                       "%s moved this session. This takes the place of the invite before." },
    [INVITE_CANCELLED] = { "You cancelled this session.", "%s cancelled this session." },
  };
  InviteNews news = get_news (mail);
  g_autofree char *name = dup_doer (mail, G_MAXINT);
  g_auto (GStrv) parts = NULL;

  if (g_strcmp0 (mail->about, mail->recipient) == 0)
    return g_strdup (texts[news].mine);
  parts = g_strsplit (texts[news].theirs, "%s", 2);
  return g_strconcat (parts[0], name, parts[1], NULL);
}

static char *
describe_occasion (const TogMail *mail)
{
  g_autofree char *name = NULL;

  switch (mail->kind)
    {
    case TOG_MAIL_REMINDER:
      return g_strdup ("This is a reminder of your session.");
    case TOG_MAIL_LATE:
      return describe_late (mail, G_MAXINT);
    case TOG_MAIL_DECLINED:
      name = dup_doer (mail, G_MAXINT);
      return g_strconcat (name, " declined this session.", NULL);
    case TOG_MAIL_INVITE:
    default:
      return describe_invite (mail);
    }
}

/* Why somebody declined or cancelled. */
static void
add_reason (GArray *sections, const TogMail *mail)
{
  TogParticipant *doer = mail->about != NULL ? find_participant (mail, mail->about) : NULL;
  const char *reason = NULL;

  if (mail->kind == TOG_MAIL_DECLINED && doer != NULL)
    reason = doer->reason;
  else if (mail->kind == TOG_MAIL_INVITE && mail->method == TOG_INVITE_CANCEL)
    reason = mail->session->cancel_reason;
  if (reason != NULL)
    add_line (add_section (sections, "Reason", FALSE), g_strdup (reason), NULL);
}

static void
add_move (GArray *sections, const TogMail *mail, TogParticipant *recipient)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  Section *section;

  if (mail->kind != TOG_MAIL_INVITE || get_news (mail) != INVITE_MOVED)
    return;
  from = format_slot (mail->from, recipient->member->zone);
  to = format_slot (mail->session->slot, recipient->member->zone);
  section = add_section (sections, "Moved", FALSE);
  add_line (section, g_strconcat ("From: ", from, NULL), NULL);
  add_line (section, g_strconcat ("To: ", to, NULL), NULL);
}

/* Those who live by one clock. */
typedef struct
{
  char *when;     /* (owned) */
  GString *names; /* (owned) */
  guint n_names;
} Clock;

static void
clear_clock (gpointer data)
{
  Clock *clock = data;

  g_free (clock->when);
  g_string_free (clock->names, TRUE);
}

/* The session's time by the clocks of all others, each once. */
static GArray *
list_clocks (const TogMail *mail, const char *mine)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *clocks = g_array_new (FALSE, FALSE, sizeof (Clock));

  g_array_set_clear_func (clocks, clear_clock);
  for (guint i = 0; i < mail->session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (mail->session->participants, i);
      const char *zone = participant->member->zone;
      gpointer place = g_hash_table_lookup (seen, zone);
      Clock *clock;

      if (place == NULL)
        {
          Clock new = { format_slot (mail->session->slot, zone), g_string_new (NULL), 0 };

          g_array_append_val (clocks, new);
          place = GUINT_TO_POINTER (clocks->len);
          g_hash_table_insert (seen, (gpointer) zone, place);
        }
      clock = &g_array_index (clocks, Clock, GPOINTER_TO_UINT (place) - 1);
      if (clock->n_names++ < MAX_NAMES_A_CLOCK)
        g_string_append_printf (
            clock->names, "%s%s", clock->n_names > 1 ? ", " : "", participant->member->name);
    }

  for (guint i = clocks->len; i > 0; i--)
    if (g_str_equal (g_array_index (clocks, Clock, i - 1).when, mine))
      g_array_remove_index (clocks, i - 1);
  return clocks;
}

static void
add_when (GArray *sections, const TogMail *mail, TogParticipant *recipient)
{
  Section *section = add_section (sections, "When", FALSE);
  g_autofree char *mine = format_slot (mail->session->slot, recipient->member->zone);
  g_autoptr (GArray) clocks = list_clocks (mail, mine);

  add_line (section, g_strdup (mine), NULL);
  for (guint i = 0; i < MIN (clocks->len, MAX_CLOCKS); i++)
    {
      Clock *clock = &g_array_index (clocks, Clock, i);
      int n_others = (int) clock->n_names - MAX_NAMES_A_CLOCK;

      if (n_others > 0)
        g_string_append_printf (
            clock->names, n_others == 1 ? " and one other" : " and %d others", n_others);
      add_line (section, g_strdup_printf ("For %s: %s", clock->names->str, clock->when), NULL);
    }
  if (clocks->len > MAX_CLOCKS)
    add_line (section, g_strdup ("Others live in other time zones."), NULL);
}

static void
add_where (GArray *sections, const TogMail *mail)
{
  Section *section = add_section (sections, "Where", FALSE);
  TogConference *conference = mail->session->conference;
  TogParticipant *booker = find_participant (mail, mail->session->booked_by);

  if (conference->place != NULL)
    add_line (section, g_strdup (conference->place), NULL);
  else if (conference->url != NULL)
    {
      if (conference->name != NULL)
        add_line (section, g_strdup (conference->name), NULL);
      add_line (section, g_strdup (conference->url), conference->url);
    }
  else
    add_line (
        section,
        g_strdup_printf ("%s sends the link", booker != NULL ? booker->member->name : "Who booked"),
        NULL);
}

static void
add_who (GArray *sections, const TogMail *mail)
{
  Section *section = add_section (sections, "Who", FALSE);
  guint n_people = mail->session->participants->len;
  /* Nobody is left out to say no more than that one was. */
  guint n_told = n_people > MAX_PEOPLE + 1 ? MAX_PEOPLE : n_people;

  for (guint i = 0; i < n_told; i++)
    {
      TogParticipant *participant = g_ptr_array_index (mail->session->participants, i);
      const char *role = describe_role (participant->role);

      add_line (section,
                participant->member->email != NULL
                    ? g_strdup_printf (
                          "%s, %s, %s", participant->member->name, role, participant->member->email)
                    : g_strdup_printf ("%s, %s", participant->member->name, role),
                NULL);
    }
  if (n_told < n_people)
    add_line (section, g_strdup_printf ("and %u others", n_people - n_told), NULL);
}

static void
add_message (GArray *sections, const TogMail *mail)
{
  g_auto (GStrv) lines = NULL;
  Section *section;

  if (mail->session->message == NULL)
    return;
  section = add_section (sections, "Message", FALSE);
  lines = g_strsplit (mail->session->message, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (section, g_strdup (lines[i]), NULL);
}

static void
add_agenda (GArray *sections, const TogMail *mail)
{
  Section *section;

  if (mail->session->agenda->len == 0)
    return;
  section = add_section (sections, "Agenda", TRUE);
  for (guint i = 0; i < mail->session->agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (mail->session->agenda, i);

      add_line (section,
                item->minutes > 0 ? g_strdup_printf ("%s (%d min)", item->title, item->minutes)
                                  : g_strdup (item->title),
                NULL);
    }
}

static void
add_resources (GArray *sections, const TogMail *mail)
{
  Section *section;

  if (mail->session->resources->len == 0)
    return;
  section = add_section (sections, "Resources", TRUE);
  for (guint i = 0; i < mail->session->resources->len; i++)
    {
      TogResource *resource = g_ptr_array_index (mail->session->resources, i);

      add_line (section, g_strdup (resource->title), resource->url);
    }
}

static GArray *
build_sections (const TogMail *mail)
{
  GArray *sections = g_array_new (FALSE, FALSE, sizeof (Section));
  TogParticipant *recipient = find_participant (mail, mail->recipient);
  Section *section;

  g_array_set_clear_func (sections, clear_section);
  section = add_section (sections, NULL, FALSE);
  add_line (section, describe_occasion (mail), NULL);
  add_line (section,
            g_strdup_printf ("Session %d of %d in %s",
                             mail->session->ordinal,
                             mail->session->n_planned,
                             mail->session->program_name),
            NULL);
  add_reason (sections, mail);
  add_move (sections, mail, recipient);
  add_when (sections, mail, recipient);
  if (mail->kind == TOG_MAIL_DECLINED)
    {
      add_line (add_section (sections, NULL, FALSE),
                g_strdup ("You can find another time, or cancel the session, in Together "
                          "Scheduler."),
                NULL);
      return sections;
    }
  if (mail->method == TOG_INVITE_REQUEST)
    add_where (sections, mail);
  if (mail->kind == TOG_MAIL_LATE)
    return sections;
  add_who (sections, mail);
  add_message (sections, mail);
  if (mail->method == TOG_INVITE_REQUEST)
    {
      add_agenda (sections, mail);
      add_resources (sections, mail);
    }
  if (mail->kind == TOG_MAIL_REMINDER)
    add_line (add_section (sections, NULL, FALSE),
              g_strdup ("You can’t make it? Reschedule or cancel the session in Together "
                        "Scheduler."),
              NULL);
  return sections;
}

static const char *
get_subject (const TogMail *mail)
{
  static const char *const news[] = {
    [INVITE_NEW] = "Invitation",
    [INVITE_CHANGED] = "Changed",
    [INVITE_MOVED] = "Moved",
    [INVITE_CANCELLED] = "Cancelled",
  };

  if (mail->kind == TOG_MAIL_REMINDER)
    return "Reminder";
  return mail->kind == TOG_MAIL_DECLINED ? "Declined" : news[get_news (mail)];
}

/**
 * tog_mail_write_subject:
 * @mail: a mail whose recipient takes part
 *
 * Returns: (transfer full): what, and when by the recipient's clock
 */
char *
tog_mail_write_subject (const TogMail *mail)
{
  TogParticipant *recipient = find_participant (mail, mail->recipient);
  g_autofree char *title = dup_start (mail->session->title, MAX_SUBJECT_TITLE);
  g_autofree char *when = format_slot (mail->session->slot, recipient->member->zone);
  g_autofree char *subject = mail->kind == TOG_MAIL_LATE
                                 ? describe_late (mail, MAX_SUBJECT_TITLE)
                                 : g_strdup_printf ("%s: %s, %s", get_subject (mail), title, when);

  return tog_mail_dup_line (subject);
}

static void
append_text_line (GString *text, const Section *section, guint index)
{
  g_autofree char *line = tog_mail_dup_line (g_ptr_array_index (section->lines, index));
  const char *link = g_ptr_array_index (section->links, index);

  if (section->is_list)
    g_string_append (text, "- ");
  g_string_append (text, line);
  if (link != NULL && !g_str_equal (line, link))
    g_string_append_printf (text, "\n  %s", link);
  g_string_append_c (text, '\n');
}

/**
 * tog_mail_write_text:
 * @mail: a mail whose recipient takes part
 *
 * Returns: (transfer full): the mail as plain text
 */
char *
tog_mail_write_text (const TogMail *mail)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) sections = build_sections (mail);
  g_autofree char *title = tog_mail_dup_line (mail->session->title);

  g_string_append_printf (text, "%s\n", title);
  for (guint i = 0; i < sections->len; i++)
    {
      const Section *section = &g_array_index (sections, Section, i);

      g_string_append_c (text, '\n');
      if (section->title != NULL)
        g_string_append_printf (text, "%s\n", section->title);
      for (guint j = 0; j < section->lines->len; j++)
        append_text_line (text, section, j);
    }
  g_string_append_printf (text, "\n-- \n%s, by Together Scheduler\n", mail->from_name);
  return g_string_free (text, FALSE);
}

static void
append_html_line (GString *html, const Section *section, guint index)
{
  g_autofree char *line = tog_mail_dup_line (g_ptr_array_index (section->lines, index));
  g_autofree char *escaped = g_markup_escape_text (line, -1);
  const char *link = g_ptr_array_index (section->links, index);

  g_string_append (html, section->is_list ? "<li dir=\"auto\">" : "<div dir=\"auto\">");
  if (link != NULL)
    {
      g_autofree char *escaped_link = g_markup_escape_text (link, -1);

      g_string_append_printf (html, "<a href=\"%s\">%s</a>", escaped_link, escaped);
    }
  else
    {
      /* An empty line of a message keeps its height. */
      g_string_append (html, *escaped != '\0' ? escaped : "&#160;");
    }
  g_string_append (html, section->is_list ? "</li>\n" : "</div>\n");
}

/**
 * tog_mail_write_html:
 * @mail: a mail whose recipient takes part
 *
 * Returns: (transfer full): the mail as HTML, which loads nothing from anywhere
 */
char *
tog_mail_write_html (const TogMail *mail)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\"><head>"
                                "<meta charset=\"utf-8\"></head>\n"
                                "<body style=\"font-family: sans-serif; max-width: 36em\">\n");
  g_autoptr (GArray) sections = build_sections (mail);
  g_autofree char *title_line = tog_mail_dup_line (mail->session->title);
  g_autofree char *title = g_markup_escape_text (title_line, -1);
  g_autofree char *from = g_markup_escape_text (mail->from_name, -1);

  g_string_append_printf (html, "<h1 dir=\"auto\" style=\"font-size: 1.4em\">%s</h1>\n", title);
  for (guint i = 0; i < sections->len; i++)
    {
      const Section *section = &g_array_index (sections, Section, i);

      if (section->title != NULL)
        g_string_append_printf (
            html, "<h2 style=\"font-size: 1em; margin-bottom: 0.3em\">%s</h2>\n", section->title);
      if (section->is_list)
        g_string_append (html, "<ol style=\"margin-top: 0\">\n");
      for (guint j = 0; j < section->lines->len; j++)
        append_html_line (html, section, j);
      if (section->is_list)
        g_string_append (html, "</ol>\n");
    }
  g_string_append_printf (
      html, "<p style=\"opacity: 0.7\">%s, by Together Scheduler</p>\n</body></html>\n", from);
  return g_string_free (html, FALSE);
}
