#include "config.h"

#include "tog-account-private.h"
#include "tog-error.h"

#include <glib/gi18n.h>

/* What an error knows beside its words. */
typedef struct
{
  GPtrArray *refusals; /* (owned) (nullable) (element-type TogBookingRefusal) */
} TogAccountErrorPrivate;

static void
tog_account_error_private_init (TogAccountErrorPrivate *priv)
{
}

static void
tog_account_error_private_copy (const TogAccountErrorPrivate *source, TogAccountErrorPrivate *copy)
{
  if (source->refusals != NULL)
    copy->refusals = g_ptr_array_ref (source->refusals);
}

static void
tog_account_error_private_clear (TogAccountErrorPrivate *priv)
{
  g_clear_pointer (&priv->refusals, g_ptr_array_unref);
}

G_DEFINE_EXTENDED_ERROR (TogAccountError, tog_account_error)

static void
refusal_free (gpointer data)
{
  TogBookingRefusal *refusal = data;

  g_free (refusal->message);
  g_free (refusal);
}

/**
 * tog_account_error_list_refusals:
 * @error: what came of booking a series
 *
 * Returns: (transfer full) (element-type TogBookingRefusal): which of its sessions
 *   can't be booked, and why; none where that is not what went wrong
 */
GPtrArray *
tog_account_error_list_refusals (const GError *error)
{
  TogAccountErrorPrivate *priv =
      error->domain == TOG_ACCOUNT_ERROR ? tog_account_error_get_private (error) : NULL;

  return priv != NULL && priv->refusals != NULL ? g_ptr_array_ref (priv->refusals)
                                                : g_ptr_array_new ();
}

typedef struct
{
  const char *type;
  TogAccountError code;
  const char *message;
} Refusal;

/* The types of the API document that a user can run into. */
static const Refusal refusals[] = {
  { "/problems/slot-busy",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("This time was taken in the meantime. Choose another one.") },
  { "/problems/slot-past",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("This time has passed. Choose a later one.") },
  { "/problems/slot-short-notice",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("This time is too soon by now. Choose a later one.") },
  { "/problems/slot-too-far",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("This time is too far ahead to be booked yet. Choose an earlier one.") },
  { "/problems/slot-off-hours",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("This time is not within everybody’s working hours any more. Choose another one.") },
  { "/problems/slot-conflicts",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("Somebody else can’t meet at this time any more. Look who it is, then schedule again or "
        "choose another time.") },
  { "/problems/series-conflicts",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("Some of these times can’t be booked any more. Choose others for them.") },
  { "/problems/nobody-else",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("Nobody else is in this group yet, so there is nobody to meet with.") },
  { "/problems/slot-misaligned",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("A session starts on a quarter of an hour. Choose another time.") },
  { "/problems/bad-duration",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("A session takes 30, 45 or 60 minutes. Choose one of these.") },
  { "/problems/bad-link",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("The meeting link has to begin with https:// and be complete. Correct it.") },
  { "/problems/bad-address",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("The server doesn’t read this address. It has to be complete, and one that everybody can "
        "reach. Correct it.") },
  { "/problems/already-scheduled",
    TOG_ACCOUNT_ERROR_CHANGED,
    N_ ("This session has been scheduled in the meantime. Have a look at it.") },
  { "/problems/series-conflicts",
    TOG_ACCOUNT_ERROR_TAKEN,
    N_ ("Not all of these times are free any more, so nothing was booked. Look which, then try "
        "again.") },
  { "/problems/not-a-participant",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("You don’t take part in this session, so this is for those who do.") },
  { "/problems/session-cancelled",
    TOG_ACCOUNT_ERROR_GONE,
    N_ ("This session has been cancelled in the meantime.") },
  { "/problems/session-completed",
    TOG_ACCOUNT_ERROR_GONE,
    N_ ("This session has been marked as done in the meantime.") },
  { "/problems/session-over",
    TOG_ACCOUNT_ERROR_GONE,
    N_ ("This session is over, so this can’t be done any more.") },
  { "/problems/sharing-off",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("Your organization doesn’t let calendars be shared. Working hours alone count.") },
  { "/problems/source-changed",
    TOG_ACCOUNT_ERROR_CHANGED,
    N_ ("The server has other busy times of this calendar. They are sent again.") },
  { "/problems/source-kind",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("This calendar was brought in by your organization, and can only be changed there.") },
  { "/problems/too-many-sources",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("You share as many calendars as can be shared. Stop sharing another one first.") },
  { "/problems/session-too-early",
    TOG_ACCOUNT_ERROR_REFUSED,
    N_ ("It is too early for this. Try again closer to the session.") },
};

static const Refusal *
find_refusal (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (type, refusals[i].type))
      return &refusals[i];
  return NULL;
}

/* What keeps which session of a series from being booked, in words. */
static void
add_refusals (GError *failure, const TogProblem *problem)
{
  TogAccountErrorPrivate *priv = tog_account_error_get_private (failure);
  g_autoptr (GPtrArray) verdicts = tog_problem_list_verdicts (problem);

  priv->refusals = g_ptr_array_new_with_free_func (refusal_free);
  for (guint i = 0; i < verdicts->len; i++)
    {
      const TogSeriesVerdict *verdict = g_ptr_array_index (verdicts, i);
      const Refusal *known = find_refusal (verdict->type);
      TogBookingRefusal *refusal = g_new0 (TogBookingRefusal, 1);

      refusal->index = verdict->index;
      if (known != NULL)
        refusal->message = g_strdup (_ (known->message));
      else
        refusal->message = g_strdup (verdict->detail != NULL ? verdict->detail : verdict->type);
      g_ptr_array_add (priv->refusals, refusal);
    }
}

static GError *
translate_refusal (const GError *error, const char *host)
{
  const TogProblem *problem = tog_api_error_get_problem (error);
  const Refusal *known = problem != NULL ? find_refusal (problem->type) : NULL;
  const char *said = error->message;
  GError *failure;

  if (known == NULL)
    return g_error_new (TOG_ACCOUNT_ERROR,
                        TOG_ACCOUNT_ERROR_REFUSED,
                        /* Translators: first the server's host name, then its own words. */
                        _ ("%s refused: %s"),
                        host,
                        said);
  failure = g_error_new_literal (TOG_ACCOUNT_ERROR, known->code, _ (known->message));
  if (problem->verdicts != NULL)
    add_refusals (failure, problem);
  return failure;
}

GError *
tog_account_error_new_offline (const char *host)
{
  return g_error_new (TOG_ACCOUNT_ERROR,
                      TOG_ACCOUNT_ERROR_OFFLINE,
                      _ ("%s can’t be reached. Check the network connection, or try again later."),
                      host);
}

/**
 * tog_account_error_from_api:
 * @error: a %TOG_API_ERROR, or any other
 * @host: whom to name
 *
 * Finds the words for what came of a request. Errors of other domains, a
 * cancelled request's above all, stay what they are.
 *
 * Returns: (transfer full): the error to show
 */
GError *
tog_account_error_from_api (const GError *error, const char *host)
{
  if (error->domain == TOG_ERROR)
    return g_error_new (TOG_ACCOUNT_ERROR,
                        TOG_ACCOUNT_ERROR_SERVER,
                        /* Translators: first a host name, then what is wrong, in English. */
                        _ ("The answer of %s can’t be understood (%s). Tell whoever runs it."),
                        host,
                        error->message);
  if (error->domain != TOG_API_ERROR)
    return g_error_copy (error);

  switch ((TogApiError) error->code)
    {
    case TOG_API_ERROR_ADDRESS:
      return g_error_new (TOG_ACCOUNT_ERROR,
                          TOG_ACCOUNT_ERROR_ADDRESS,
                          _ ("“%s” is not an address that can be connected to. It looks like "
                             "together.example, or https://together.example."),
                          host);
    case TOG_API_ERROR_UNREACHABLE:
      return tog_account_error_new_offline (host);
    case TOG_API_ERROR_TIMED_OUT:
      return g_error_new (TOG_ACCOUNT_ERROR,
                          TOG_ACCOUNT_ERROR_OFFLINE,
                          _ ("%s does not answer. Check the network connection, or try again "
                             "later."),
                          host);
    case TOG_API_ERROR_CERTIFICATE:
      return g_error_new (
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_CERTIFICATE,
          _ ("%s can’t prove that it is who it says: its certificate is not trusted. Nothing was "
             "sent. Ask whoever runs it for a certificate of a public authority, or have theirs "
             "added to this computer."),
          host);
    case TOG_API_ERROR_FOREIGN:
      return g_error_new (
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_SERVER,
          _ ("What answered for %s is not its server. A network that wants you to sign in first "
             "may have answered instead: open a web page, then try again."),
          host);
    case TOG_API_ERROR_UNAUTHORIZED:
      return g_error_new (
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_TOKEN,
          _ ("%s does not accept the access token: it is wrong, expired or revoked. Ask your "
             "organization for a new one, then sign in again."),
          host);
    case TOG_API_ERROR_REFUSED:
      return translate_refusal (error, host);
    case TOG_API_ERROR_FAILED:
      return g_error_new (TOG_ACCOUNT_ERROR,
                          TOG_ACCOUNT_ERROR_SERVER,
                          _ ("%s can’t do this now. Try again in a while."),
                          host);
    case TOG_API_ERROR_GONE:
      return g_error_new_literal (TOG_ACCOUNT_ERROR,
                                  TOG_ACCOUNT_ERROR_GONE,
                                  _ ("This is not there any more. Go back and have a look at what "
                                     "is."));
    case TOG_API_ERROR_PRECONDITION:
    default:
      return g_error_new_literal (
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_CHANGED,
          _ ("This was changed in the meantime. Have a look at it, then try again."));
    }
}

/**
 * tog_account_error_is_of_the_way:
 * @error: an error to show
 *
 * Whether the server's word on what was asked is still unknown, so that what is
 * remembered stands.
 *
 * Returns: whether it is
 */
gboolean
tog_account_error_is_of_the_way (const GError *error)
{
  if (error->domain != TOG_ACCOUNT_ERROR)
    return FALSE;

  switch ((TogAccountError) error->code)
    {
    case TOG_ACCOUNT_ERROR_ADDRESS:
    case TOG_ACCOUNT_ERROR_CERTIFICATE:
    case TOG_ACCOUNT_ERROR_OFFLINE:
    case TOG_ACCOUNT_ERROR_SERVER:
    case TOG_ACCOUNT_ERROR_KEYRING:
    case TOG_ACCOUNT_ERROR_STORAGE:
    case TOG_ACCOUNT_ERROR_WAITING:
      return TRUE;
    case TOG_ACCOUNT_ERROR_TOKEN:
    case TOG_ACCOUNT_ERROR_REFUSED:
    case TOG_ACCOUNT_ERROR_TAKEN:
    case TOG_ACCOUNT_ERROR_GONE:
    case TOG_ACCOUNT_ERROR_CHANGED:
    default:
      return FALSE;
    }
}

/**
 * tog_account_error_from_store:
 * @error: what came of asking the store
 *
 * Returns: (transfer full): the same to show; being cancelled stays what it is
 */
GError *
tog_account_error_from_store (const GError *error)
{
  if (error->domain != G_IO_ERROR || error->code == G_IO_ERROR_CANCELLED)
    return g_error_copy (error);
  return g_error_new (TOG_ACCOUNT_ERROR,
                      TOG_ACCOUNT_ERROR_STORAGE,
                      /* Translators: an error message of the database, in English. */
                      _ ("What is kept on this computer can’t be read: %s"),
                      error->message);
}
