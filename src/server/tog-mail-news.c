#include "config.h"

#include "tog-mail-news.h"

/**
 * tog_mail_find_participant:
 * @mail: a mail
 * @id: of somebody
 *
 * Returns: (transfer none) (nullable): them, if they take part
 */
TogParticipant *
tog_mail_find_participant (const TogMail *mail, const char *id)
{
  for (guint i = 0; i < mail->session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (mail->session->participants, i);

      if (g_str_equal (participant->member->id, id))
        return participant;
    }
  return NULL;
}

/**
 * tog_mail_dup_start:
 * @text: any text
 * @length: how many characters of it at the most
 *
 * Returns: (transfer full): how it begins
 */
char *
tog_mail_dup_start (const char *text, glong length)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), length));
}

static TogParticipant *
find_doer (const TogMail *mail)
{
  return mail->about != NULL ? tog_mail_find_participant (mail, mail->about) : NULL;
}

static const char *
get_doer_name (const TogMail *mail)
{
  TogParticipant *doer = find_doer (mail);

  return doer != NULL ? doer->member->name : mail->from_name;
}

/**
 * tog_mail_describe_late:
 * @mail: a mail about somebody who is late
 * @length: how many characters of their name are told at the most
 *
 * Returns: (transfer full): such as "Asha Gurung is running about 10 minutes late"
 */
char *
tog_mail_describe_late (const TogMail *mail, glong length)
{
  TogParticipant *late = find_doer (mail);
  g_autofree char *name =
      tog_mail_dup_start (late != NULL ? late->member->name : "Somebody", length);
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
    const char *theirs; /* after a name */
  } texts[] = {
    [INVITE_NEW] = { "You booked this session. Here is your calendar entry.",
                     " invites you to this session." },
    [INVITE_CHANGED] = { "You changed this session. This takes the place of the invite before.",
                         " changed this session. This takes the place of the invite before." },
    [INVITE_MOVED] = { "You moved this session. This takes the place of the invite before.",
                       " moved this session. This takes the place of the invite before." },
    [INVITE_CANCELLED] = { "You cancelled this session.", " cancelled this session." },
  };
  InviteNews news = get_news (mail);

  if (g_strcmp0 (mail->about, mail->recipient) != 0)
    return g_strconcat (get_doer_name (mail), texts[news].theirs, NULL);
  /* Whoever moves what they were not told of yet did not book it. */
  if (news == INVITE_NEW && !g_str_equal (mail->recipient, mail->session->booked_by))
    news = INVITE_MOVED;
  return g_strdup (texts[news].mine);
}

/**
 * tog_mail_describe_occasion:
 * @mail: a mail whose recipient takes part
 *
 * Returns: (transfer full): one sentence or two on why it is sent
 */
char *
tog_mail_describe_occasion (const TogMail *mail)
{
  switch (mail->kind)
    {
    case TOG_MAIL_REMINDER:
      return g_strdup ("This is a reminder of your session.");
    case TOG_MAIL_LATE:
      return tog_mail_describe_late (mail, G_MAXINT);
    case TOG_MAIL_DECLINED:
      return g_strconcat (get_doer_name (mail), " declined this session.", NULL);
    case TOG_MAIL_INVITE:
    default:
      return describe_invite (mail);
    }
}

/**
 * tog_mail_tells_of_move:
 * @mail: a mail
 *
 * Returns: whether its recipient knows of another time than the present one
 */
gboolean
tog_mail_tells_of_move (const TogMail *mail)
{
  return mail->kind == TOG_MAIL_INVITE && get_news (mail) == INVITE_MOVED;
}

/**
 * tog_mail_get_reason:
 * @mail: a mail
 *
 * Returns: (transfer none) (nullable): why somebody declined or cancelled
 */
const char *
tog_mail_get_reason (const TogMail *mail)
{
  TogParticipant *doer = find_doer (mail);

  if (mail->kind == TOG_MAIL_DECLINED)
    return doer != NULL ? doer->reason : NULL;
  return mail->kind == TOG_MAIL_INVITE && mail->method == TOG_INVITE_CANCEL
             ? mail->session->cancel_reason
             : NULL;
}

/**
 * tog_mail_get_news_label:
 * @mail: a mail
 *
 * Returns: (transfer none): the word its subject begins with
 */
const char *
tog_mail_get_news_label (const TogMail *mail)
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
