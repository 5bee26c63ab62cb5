#include "config.h"

#include "tog-outbox-text.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-json.h"
#include "tog-session-request.h"

#include <glib/gi18n.h>

/* Of what somebody wrote: enough to know it by, and mostly one line. */
#define MAX_WORDS 40

static char *
dup_answer (TogOutboxItem *item, JsonNode *body)
{
  g_auto (TogAnswerRequest) request;

  if (!tog_answer_request_read (&request, body, NULL))
    return g_strdup_printf (_ ("Answer “%s”"), item->title);
  if (request.answer == TOG_ANSWER_ACCEPTED)
    return g_strdup_printf (_ ("Accept “%s”"), item->title);
  if (request.answer == TOG_ANSWER_DECLINED)
    return g_strdup_printf (_ ("Decline “%s”"), item->title);
  return g_strdup_printf (_ ("Maybe to “%s”"), item->title);
}

static char *
dup_statement (TogOutboxItem *item, JsonNode *body)
{
  TogCompleteRequest request = { TOG_HELD_YES, 0 };

  if (tog_complete_request_read (&request, body, NULL) && request.rating > 0)
    return g_strdup_printf (
        _ ("You rated “%s”: %s"), item->title, tog_rating_get_label (request.rating));
  if (request.held == TOG_HELD_NO)
    return g_strdup_printf (_ ("You didn’t meet: “%s”"), item->title);
  return g_strdup_printf (_ ("Marked as done: “%s”"), item->title);
}

/**
 * tog_outbox_item_dup_deed:
 *
 * What was done, in a few words.
 */
char *
tog_outbox_item_dup_deed (TogOutboxItem *item)
{
  g_autoptr (JsonNode) body = item->body != NULL ? tog_json_parse (item->body, -1, NULL) : NULL;

  switch (item->kind)
    {
    case TOG_OUTBOX_NOTE:
      return *item->title != '\0' ? g_strdup_printf (_ ("Notes on “%s”"), item->title)
                                  : g_strdup (_ ("Notes on a session"));
    case TOG_OUTBOX_AGENDA:
      return g_strdup_printf (_ ("Agenda of “%s”"), item->title);
    case TOG_OUTBOX_ANSWER:
      return dup_answer (item, body);
    case TOG_OUTBOX_CANCEL:
      return g_strdup_printf (_ ("Cancel “%s”"), item->title);
    case TOG_OUTBOX_COMPLETE:
      return dup_statement (item, body);
    case TOG_OUTBOX_REQUEST:
      if (item->state == TOG_OUTBOX_BOOKED)
        return g_strdup_printf (_ ("Booked: “%s”"), item->title);
      return g_strdup_printf (_ ("Request a time for “%s”"), item->title);
    case TOG_OUTBOX_RECORD:
    default:
      return g_strdup_printf (_ ("Marked as done: “%s”"), item->title);
    }
}

/* The first line in which something is written, as much of it as is enough to know it by. */
static char *
dup_beginning (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *start = NULL;

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      if (g_utf8_strlen (lines[i], -1) <= MAX_WORDS)
        return g_strdup (lines[i]);
      start = g_utf8_substring (lines[i], 0, MAX_WORDS - 1);
      return g_strconcat (g_strchomp (start), "…", NULL);
    }
  return NULL;
}

static char *
dup_added_point (TogOutboxItem *item)
{
  for (guint i = 0; item->changes != NULL && i < item->changes->len; i++)
    {
      TogAgendaChange *change = g_ptr_array_index (item->changes, i);

      if (change->kind == TOG_AGENDA_ADD)
        return dup_beginning (change->title);
    }
  return NULL;
}

/**
 * tog_outbox_item_dup_words:
 *
 * Returns: (nullable): how what somebody wrote begins, where they did
 */
char *
tog_outbox_item_dup_words (TogOutboxItem *item)
{
  g_autoptr (JsonNode) body = item->body != NULL ? tog_json_parse (item->body, -1, NULL) : NULL;
  g_auto (TogNoteRequest) note = { NULL, NULL };
  g_auto (TogAnswerRequest) answer = { 0 };
  g_auto (TogCancelRequest) cancel = { NULL };
  g_auto (TogRecordRequest) record = { NULL };
  char *words = NULL;

  switch (item->kind)
    {
    case TOG_OUTBOX_NOTE:
      if (tog_outbox_item_read_note (item, &note))
        words = dup_beginning (note.text);
      return words != NULL ? words : dup_beginning (note.shared);
    case TOG_OUTBOX_AGENDA:
      return dup_added_point (item);
    case TOG_OUTBOX_ANSWER:
      if (body != NULL && tog_answer_request_read (&answer, body, NULL))
        words = dup_beginning (answer.reason);
      return words;
    case TOG_OUTBOX_CANCEL:
      if (body != NULL && tog_cancel_request_read (&cancel, body, NULL))
        words = dup_beginning (cancel.reason);
      return words;
    case TOG_OUTBOX_RECORD:
      if (body != NULL && tog_record_request_read (&record, body, NULL))
        words = dup_beginning (record.note);
      return words;
    case TOG_OUTBOX_COMPLETE:
    case TOG_OUTBOX_REQUEST:
    default:
      return NULL;
    }
}

/* The times that would do, best first; of what was booked the one that it became. */
static char *
dup_times (TogOutboxItem *item, TogInstant now)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autoptr (GString) times = g_string_new (NULL);

  for (guint i = 0; item->choices != NULL && i < item->choices->len; i++)
    {
      TogBooking *choice = g_ptr_array_index (item->choices, i);
      g_autofree char *time = tog_format_session_time (zone, choice->slot, now);

      if (item->state == TOG_OUTBOX_BOOKED && i != item->choice)
        continue;
      if (times->len > 0)
        /* Translators: between two times, of which the first is preferred. */
        g_string_append (times, _ (", or else "));
      g_string_append (times, time);
    }
  return g_string_free (g_steal_pointer (&times), FALSE);
}

/**
 * tog_outbox_item_dup_state:
 *
 * How far it got, in a sentence.
 */
char *
tog_outbox_item_dup_state (TogOutboxItem *item, TogInstant now)
{
  g_autofree char *ago = tog_format_ago (now - item->made_at);
  g_autofree char *times = dup_times (item, now);
  g_autofree char *state = NULL;

  switch (item->state)
    {
    case TOG_OUTBOX_FAILED:
      state = g_strdup_printf (_ ("Could not be sent. %s"), item->error != NULL ? item->error : "");
      break;
    case TOG_OUTBOX_CONFLICT:
      state = g_strdup (_ ("Could not be sent: it was changed elsewhere meanwhile"));
      break;
    case TOG_OUTBOX_BOOKED:
      if (item->choice == 0)
        return g_steal_pointer (&times);
      /* Translators: when a session is. */
      return g_strdup_printf (ngettext ("%s. The time you preferred was taken",
                                        "%s. The times you preferred were taken",
                                        item->choice),
                              times);
    case TOG_OUTBOX_SENDING:
      state = g_strdup (_ ("Being sent"));
      break;
    case TOG_OUTBOX_KEEPING:
    case TOG_OUTBOX_WAITING:
    default:
      if (!item->kept && item->state == TOG_OUTBOX_WAITING)
        state = g_strdup (_ ("Neither sent nor kept on this computer"));
      else
        /* Translators: how long ago it was done. */
        state = g_strdup_printf (_ ("Waiting to be sent, done %s"), ago);
      break;
    }
  if (*times == '\0')
    return g_steal_pointer (&state);
  /* Translators: times of a session, then how far its request got. */
  return g_strdup_printf (C_ ("times, state", "%s. %s"), times, state);
}

/**
 * tog_outbox_get_label:
 * @is_stuck: whether it needs somebody
 *
 * How far anything got that is on this computer alone: the same words wherever that is said.
 */
const char *
tog_outbox_get_label (gboolean is_stuck)
{
  return is_stuck ? _ ("Could not be sent") : _ ("Waiting to be sent");
}

/**
 * tog_outbox_dup_waiting:
 * @detail: what waits, or why
 */
char *
tog_outbox_dup_waiting (const char *detail)
{
  /* Translators: what waits, such as: notes, cancellation; or why it does. */
  return g_strdup_printf (_ ("Waiting to be sent: %s"), detail);
}

/* Takes over both. */
static char *
join (char *first, char *second)
{
  g_autofree char *before = first;
  g_autofree char *after = second;

  if (before == NULL || after == NULL)
    return before != NULL ? g_steal_pointer (&before) : g_steal_pointer (&after);
  /* Translators: between what could not be sent and what waits: "1 not sent, 2 waiting". */
  return g_strdup_printf (C_ ("stuck, waiting", "%s, %s"), before, after);
}

/**
 * tog_outbox_dup_count:
 *
 * Returns: (nullable): in a word what is on this computer alone, to stand beside why; what
 *   is stuck first, for that needs somebody
 */
char *
tog_outbox_dup_count (TogOutbox *outbox)
{
  guint n_stuck = tog_outbox_count_stuck (outbox);
  guint n_waiting = tog_outbox_count (outbox) - n_stuck;
  char *stuck = NULL;
  char *waiting = NULL;

  if (n_stuck > 0)
    /* Translators: how many things the server said no to. */
    stuck = g_strdup_printf (ngettext ("%u not sent", "%u not sent", n_stuck), n_stuck);
  if (n_waiting > 0)
    /* Translators: how many things are sent once the server can be reached. */
    waiting = g_strdup_printf (ngettext ("%u waiting", "%u waiting", n_waiting), n_waiting);
  return join (stuck, waiting);
}

/**
 * tog_outbox_dup_summary:
 *
 * Returns: (nullable): what to say of all of it, or %NULL where there is nothing
 */
char *
tog_outbox_dup_summary (TogOutbox *outbox)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (outbox));
  guint n_stuck = tog_outbox_count_stuck (outbox);
  guint n_waiting = tog_outbox_count (outbox) - n_stuck;
  char *booked = NULL;
  char *stuck = NULL;
  char *waiting = NULL;

  if (n_items > n_stuck + n_waiting)
    booked = g_strdup (_ ("A request was booked"));
  if (n_stuck > 0)
    stuck = g_strdup_printf (
        ngettext ("%u thing could not be sent", "%u things could not be sent", n_stuck), n_stuck);
  if (n_waiting > 0)
    waiting = g_strdup_printf (
        ngettext ("%u thing waits to be sent", "%u things wait to be sent", n_waiting), n_waiting);
  return join (booked, join (stuck, waiting));
}

static const char *
get_noun (TogOutboxKind kind)
{
  switch (kind)
    {
    case TOG_OUTBOX_NOTE:
      return C_ ("outbox", "notes");
    case TOG_OUTBOX_AGENDA:
      return C_ ("outbox", "agenda");
    case TOG_OUTBOX_ANSWER:
      return C_ ("outbox", "answer");
    case TOG_OUTBOX_CANCEL:
      return C_ ("outbox", "cancellation");
    case TOG_OUTBOX_COMPLETE:
    case TOG_OUTBOX_RECORD:
    case TOG_OUTBOX_REQUEST:
    default:
      return C_ ("outbox", "whether you met");
    }
}

static char *
mark_of (TogOutboxItem *item)
{
  gboolean is_stuck = tog_outbox_item_is_stuck (item);

  if (item->kind == TOG_OUTBOX_REQUEST)
    return g_strdup (is_stuck ? _ ("Requested, could not be booked")
                              : _ ("Requested, waiting to be sent"));
  if (item->kind == TOG_OUTBOX_RECORD)
    return g_strdup (is_stuck ? _ ("Marked as done, could not be sent")
                              : _ ("Marked as done, waiting to be sent"));
  if (!item->kept && !is_stuck)
    return g_strdup (_ ("Neither sent nor kept on this computer"));
  if (item->kind == TOG_OUTBOX_NOTE && is_stuck)
    return g_strdup (_ ("Notes could not be sent"));
  if (is_stuck)
    return g_strdup_printf (_ ("Could not be sent: %s"), get_noun (item->kind));
  return g_strdup (tog_outbox_get_label (FALSE));
}

/* What is on its way is done in the blink of an eye. */
static gboolean
is_on_its_way (TogOutboxItem *item)
{
  return item->state == TOG_OUTBOX_KEEPING || item->state == TOG_OUTBOX_SENDING;
}

/* Where a session's notes are written they say themselves that they wait. */
static gboolean
is_marked (TogOutboxItem *item, const char *session_id, gboolean with_notes)
{
  if (g_strcmp0 (item->session_id, session_id) != 0 || is_on_its_way (item))
    return FALSE;
  return with_notes || item->kind != TOG_OUTBOX_NOTE || !item->kept ||
         item->state != TOG_OUTBOX_WAITING;
}

static GPtrArray *
list_marked (TogOutbox *outbox, const char *session_id, gboolean with_notes)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outbox)); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (outbox), i);

      if (is_marked (item, session_id, with_notes))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  return items;
}

/* Of those that fared alike, what they are: "notes, answer". */
static char *
dup_nouns (GPtrArray *items, gboolean stuck)
{
  g_autoptr (GPtrArray) nouns = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (items, i);
      const char *noun = get_noun (item->kind);

      if (tog_outbox_item_is_stuck (item) == stuck &&
          !g_ptr_array_find_with_equal_func (nouns, noun, g_str_equal, NULL))
        g_ptr_array_add (nouns, (char *) noun);
    }
  if (nouns->len == 0)
    return NULL;
  g_ptr_array_add (nouns, NULL);
  /* Translators: between several that wait to be sent, such as: notes, answer. */
  return g_strjoinv (_ (", "), (char **) nouns->pdata);
}

/* One that is stuck must not hide that another waits. */
static char *
dup_both_marks (GPtrArray *items)
{
  g_autofree char *stuck = dup_nouns (items, TRUE);
  g_autofree char *waiting = dup_nouns (items, FALSE);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (stuck != NULL)
    /* Translators: what the server said no to, such as: notes, answer. */
    first = g_strdup_printf (_ ("Could not be sent: %s"), stuck);
  if (waiting != NULL)
    second = tog_outbox_dup_waiting (waiting);
  if (first == NULL || second == NULL)
    return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&second);
  /* Translators: what could not be sent, then what waits. */
  return g_strdup_printf (C_ ("marks", "%s. %s"), first, second);
}

static char *
dup_marks (GPtrArray *items)
{
  g_autofree char *mark = items->len > 0 ? mark_of (g_ptr_array_index (items, 0)) : NULL;

  for (guint i = 1; i < items->len; i++)
    {
      g_autofree char *other = mark_of (g_ptr_array_index (items, i));

      if (!g_str_equal (mark, other))
        return dup_both_marks (items);
    }
  return g_steal_pointer (&mark);
}

/**
 * tog_outbox_dup_session_mark:
 * @with_notes: whether it says so also of notes that merely wait
 *
 * Returns: (nullable): what waits to be sent of a session, in a few words
 */
char *
tog_outbox_dup_session_mark (TogOutbox *outbox, const char *session_id, gboolean with_notes)
{
  g_autoptr (GPtrArray) items = list_marked (outbox, session_id, with_notes);

  return dup_marks (items);
}

/**
 * tog_outbox_dup_mark:
 * @team: whose planned session it is
 *
 * Returns: (nullable): what waits to be sent of a planned session besides notes, in a few
 *   words
 */
char *
tog_outbox_dup_mark (TogOutbox *outbox, TogTeam *team, TogPlannedSession *planned)
{
  TogOutboxItem *item = tog_outbox_find_of_team (outbox, team, planned->id);

  if (item != NULL)
    return is_on_its_way (item) ? NULL : mark_of (item);
  if (planned->session == NULL)
    return NULL;
  return tog_outbox_dup_session_mark (outbox, planned->session->id, FALSE);
}

/**
 * tog_outbox_mark_state:
 * @state: where a planned session stands
 * @mark: (nullable): what waits to be sent of it
 *
 * Returns: both
 */
char *
tog_outbox_mark_state (TogPlannedSession *planned, const char *state, const char *mark)
{
  if (mark == NULL)
    return g_strdup (state);
  /* Of what isn't scheduled there is nothing else to say. */
  if (planned->state == TOG_SESSION_NOT_SCHEDULED)
    return g_strdup (mark);
  /* Translators: where a session stands, then what waits to be sent of it. */
  return g_strdup_printf (C_ ("state, mark", "%s. %s"), state, mark);
}

/**
 * tog_outbox_is_asking:
 * @team: whose planned session it is
 *
 * Returns: whether times were asked for that may still be booked
 */
gboolean
tog_outbox_is_asking (TogOutbox *outbox, TogTeam *team, TogPlannedSession *planned)
{
  TogOutboxItem *item = tog_outbox_find_of_team (outbox, team, planned->id);

  return item != NULL && item->kind == TOG_OUTBOX_REQUEST && !tog_outbox_item_is_stuck (item);
}
