#include "config.h"

#include "tog-token.h"

#include "tog-error.h"
#include "tog-random.h"

#include <string.h>

#define PREFIX "tog_"
#define SECRET_BYTES 32
#define SECRET_LENGTH 43

/* Digits of the digest by which an operator tells tokens apart. */
#define NAME_LENGTH 12

/**
 * tog_token_digest:
 * @token: what a client sent
 * @digest: (out): its SHA-256
 *
 * Gets what the database knows a token by.
 *
 * Returns: whether @token has the form of one: "tog_" and 43 characters of base64url
 */
gboolean
tog_token_digest (const char *token, guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  g_autoptr (GChecksum) checksum = NULL;
  const char *secret = token + strlen (PREFIX);
  gsize size = TOG_TOKEN_DIGEST_BYTES;

  if (!g_str_has_prefix (token, PREFIX) || strlen (secret) != SECRET_LENGTH)
    return FALSE;
  for (guint i = 0; i < SECRET_LENGTH; i++)
    {
      if (!g_ascii_isalnum (secret[i]) && secret[i] != '-' && secret[i] != '_')
        return FALSE;
    }

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) token, -1);
  g_checksum_get_digest (checksum, digest, &size);
  return TRUE;
}

/**
 * tog_token_find:
 * @db: a connection
 * @digest: of the token
 * @now: the present
 * @identity: (out): whose it is
 * @found: (out): whether it is known, not expired and not revoked
 * @error: return location
 *
 * Looks up whose a token is.
 *
 * Returns: whether it could be looked up
 */
gboolean
tog_token_find (TogDb *db,
                const guint8 digest[TOG_TOKEN_DIGEST_BYTES],
                TogInstant now,
                TogIdentity *identity,
                gboolean *found,
                GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db,
      "SELECT member.organization_id, member.id FROM token "
      "JOIN member ON member.id = token.member_id "
      "WHERE digest = :digest AND expires_at > :now AND revoked_at IS NULL AND member.active",
      error);
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_blob (find, ":digest", digest, TOG_TOKEN_DIGEST_BYTES);
  tog_statement_bind_int (find, ":now", now);
  step = tog_statement_step (find, error);
  *found = step == TOG_STEP_ROW;
  if (*found)
    {
      identity->organization = tog_statement_get_int (find, 0);
      identity->member = tog_statement_get_int (find, 1);
    }
  return step != TOG_STEP_ERROR;
}

static gboolean
find_member (TogDb *db, const char *email, const char *organization, gint64 *member, GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db,
      "SELECT member.id FROM member JOIN organization ON organization.id = organization_id "
      "WHERE email = :email AND active AND (:key IS NULL OR organization.key = :key)",
      error);
  TogStep step;

  if (find == NULL)
    return FALSE;
  tog_statement_bind_text (find, ":email", email);
  tog_statement_bind_text (find, ":key", organization);

  step = tog_statement_step (find, error);
  if (step == TOG_STEP_ROW)
    {
      *member = tog_statement_get_int (find, 0);
      step = tog_statement_step (find, error);
      if (step == TOG_STEP_DONE)
        return TRUE;
      if (step == TOG_STEP_ROW)
        g_set_error (error,
                     TOG_ERROR,
                     TOG_ERROR_REFERENCE,
                     "Several organizations have a member “%s”: say which with --organization",
                     email);
    }
  else if (step == TOG_STEP_DONE)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_REFERENCE,
                   "Nobody has the address “%s”: import the organization first",
                   email);
    }
  return FALSE;
}

/**
 * tog_token_add:
 * @db: a writer, in a transaction
 * @email: whose token
 * @organization: (nullable): key of the organization; needed only where several
 *   have such a member
 * @days: how long it is good for
 * @now: the present
 * @error: return location
 *
 * Makes a token. Only its digest is kept: what is returned can't be had again.
 *
 * Returns: (transfer full) (nullable): the token, or %NULL with
 *   %TOG_ERROR_REFERENCE or an error of %TOG_DB_ERROR
 */
char *
tog_token_add (TogDb *db,
               const char *email,
               const char *organization,
               gint64 days,
               TogInstant now,
               GError **error)
{
  g_autofree char *secret = tog_random_dup_text (SECRET_BYTES);
  g_autofree char *token = g_strconcat (PREFIX, secret, NULL);
  g_autoptr (TogStatement) insert = NULL;
  guint8 digest[TOG_TOKEN_DIGEST_BYTES];
  gint64 member;

  if (!find_member (db, email, organization, &member, error))
    return NULL;

  insert = tog_db_prepare (db,
                           "INSERT INTO token (digest, member_id, created_at, expires_at) "
                           "VALUES (:digest, :member, :now, :expires)",
                           error);
  if (insert == NULL)
    return NULL;
  tog_token_digest (token, digest);
  tog_statement_bind_blob (insert, ":digest", digest, sizeof digest);
  tog_statement_bind_int (insert, ":member", member);
  tog_statement_bind_int (insert, ":now", now);
  tog_statement_bind_int (insert, ":expires", now + days * TOG_DAY_SECONDS);
  return tog_statement_run (insert, error) ? g_steal_pointer (&token) : NULL;
}

/**
 * tog_token_list:
 * @db: a connection
 * @out: what to append to
 * @error: return location
 *
 * Lists the tokens, a line each: name, email, organization, made, expires, and
 * when it was revoked.
 *
 * Returns: whether they could be listed
 */
gboolean
tog_token_list (TogDb *db, GString *out, GError **error)
{
  g_autoptr (TogStatement) list = tog_db_prepare (
      db,
      "SELECT lower (substr (hex (digest), 1, " G_STRINGIFY (
          NAME_LENGTH) ")), member.email, "
                       "organization.key, created_at, expires_at, revoked_at FROM token "
                       "JOIN member ON member.id = member_id "
                       "JOIN organization ON organization.id = member.organization_id "
                       "ORDER BY organization.key, member.email, created_at",
      error);
  TogStep step;

  if (list == NULL)
    return FALSE;
  while ((step = tog_statement_step (list, error)) == TOG_STEP_ROW)
    {
      g_autofree char *created = tog_instant_format (tog_statement_get_int (list, 3));
      g_autofree char *expires = tog_instant_format (tog_statement_get_int (list, 4));
      g_autofree char *revoked = tog_statement_is_null (list, 5)
                                     ? g_strdup ("-")
                                     : tog_instant_format (tog_statement_get_int (list, 5));

      g_string_append_printf (out,
                              "%s\t%s\t%s\t%s\t%s\t%s\n",
                              tog_statement_get_text (list, 0),
                              tog_statement_get_text (list, 1),
                              tog_statement_get_text (list, 2),
                              created,
                              expires,
                              revoked);
    }
  return step == TOG_STEP_DONE;
}

/**
 * tog_token_revoke:
 * @db: a writer, in a transaction
 * @name: of the token, as tog_token_list() shows it, or the token itself
 * @now: the present
 * @error: return location
 *
 * Makes a token useless.
 *
 * Returns: whether it was; otherwise @error is %TOG_ERROR_REFERENCE or of
 *   %TOG_DB_ERROR
 */
gboolean
tog_token_revoke (TogDb *db, const char *name, TogInstant now, GError **error)
{
  g_autoptr (TogStatement) revoke =
      tog_db_prepare (db,
                      "UPDATE token SET revoked_at = :now WHERE revoked_at IS NULL AND "
                      "(digest = :digest OR lower (substr (hex (digest), 1, " G_STRINGIFY (
                          NAME_LENGTH) ")) = :name)",
                      error);
  guint8 digest[TOG_TOKEN_DIGEST_BYTES];

  if (revoke == NULL)
    return FALSE;
  tog_statement_bind_int (revoke, ":now", now);
  tog_statement_bind_text (revoke, ":name", name);
  if (tog_token_digest (name, digest))
    tog_statement_bind_blob (revoke, ":digest", digest, sizeof digest);
  if (!tog_statement_run (revoke, error))
    return FALSE;
  if (tog_db_get_changes (db) > 0)
    return TRUE;

  g_set_error_literal (error,
                       TOG_ERROR,
                       TOG_ERROR_REFERENCE,
                       "There is no such token that is not revoked already: "
                       "see “together-server tokens”");
  return FALSE;
}
