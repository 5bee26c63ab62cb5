#include "config.h"

#include "tog-api-error.h"

typedef struct
{
  TogProblem *problem; /* (owned) (nullable) */
  guint retry_after;
} TogApiErrorPrivate;

static void
tog_api_error_private_init (TogApiErrorPrivate *priv)
{
}

static void
tog_api_error_private_copy (const TogApiErrorPrivate *source, TogApiErrorPrivate *copy)
{
  copy->retry_after = source->retry_after;
  if (source->problem != NULL)
    copy->problem = tog_problem_copy (source->problem);
}

static void
tog_api_error_private_clear (TogApiErrorPrivate *priv)
{
  g_clear_pointer (&priv->problem, tog_problem_free);
}

G_DEFINE_EXTENDED_ERROR (TogApiError, tog_api_error)

/**
 * tog_api_error_get_problem:
 * @error: an error of any domain
 *
 * What the server said was wrong.
 *
 * Returns: (transfer none) (nullable): the problem, or %NULL if the server sent none
 */
const TogProblem *
tog_api_error_get_problem (const GError *error)
{
  if (error->domain != TOG_API_ERROR)
    return NULL;
  return tog_api_error_get_private (error)->problem;
}

/**
 * tog_api_error_get_retry_after:
 * @error: an error of any domain
 *
 * For how long the server asked not to be asked again (RFC 9110 section 10.2.3).
 *
 * Returns: seconds, 0 if it said nothing
 */
guint
tog_api_error_get_retry_after (const GError *error)
{
  if (error->domain != TOG_API_ERROR)
    return 0;
  return tog_api_error_get_private (error)->retry_after;
}

/**
 * tog_api_error_new_answered:
 * @code: what a caller can do
 * @problem: (nullable): what the server sent with it; copied
 * @retry_after: seconds, 0 if nothing was said
 * @message: in English
 *
 * An error that a server answered, as opposed to one of the way there.
 *
 * Returns: (transfer full): the error
 */
GError *
tog_api_error_new_answered (TogApiError code,
                            const TogProblem *problem,
                            guint retry_after,
                            const char *message)
{
  GError *error = g_error_new_literal (TOG_API_ERROR, code, message);
  TogApiErrorPrivate *priv = tog_api_error_get_private (error);

  priv->retry_after = retry_after;
  if (problem != NULL)
    priv->problem = tog_problem_copy (problem);
  return error;
}
