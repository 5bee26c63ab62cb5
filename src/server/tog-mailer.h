#pragma once

#include "tog-time.h"
#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TogMailOptions:
 * @relay: (nullable): smtp://HOST[:PORT] or smtps://HOST[:PORT] of the relay;
 *   %NULL writes mails as .eml files to @folder
 * @user: (nullable): login at the relay
 * @password: (nullable): with @user
 * @ca_file: (nullable): PEM file of the authorities to trust instead of the system's
 * @insecure: whether mail may go to another machine's relay unencrypted
 * @from_address: address that mails come from
 * @from_name: (nullable): their name, %NULL for the organization's
 * @folder: (nullable): where the .eml files go
 * @stall_seconds: how long a relay may be silent, 0 for a minute
 *
 * How mail leaves the server.
 */
typedef struct
{
  char *relay;
  char *user;
  char *password;
  char *ca_file;
  gboolean insecure;
  char *from_address;
  char *from_name;
  char *folder;
  guint stall_seconds;
} TogMailOptions;

gboolean tog_mail_options_check (const TogMailOptions *options, GError **error);
char *tog_mail_options_describe (const TogMailOptions *options);

/**
 * TogMailer:
 *
 * Sends the mails that wait in the database, on a thread of its own.
 */
typedef struct _TogMailer TogMailer;

TogMailer *tog_mailer_new (const char *database,
                           TogWriter *writer,
                           const TogMailOptions *options,
                           TogInstant (*get_now) (void));
void tog_mailer_start (TogMailer *mailer);
void tog_mailer_wake (TogMailer *mailer);
void tog_mailer_free (TogMailer *mailer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogMailer, tog_mailer_free)

G_END_DECLS
