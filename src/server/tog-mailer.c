#include "config.h"

#include "tog-mailer.h"

#include "tog-database.h"
#include "tog-mail-transport.h"
#include "tog-mail.h"
#include "tog-query.h"
#include "tog-reminder-queue.h"

#include <string.h>

/* How long the thread sleeps at the most: clocks are set. */
#define MAX_PAUSE_SECONDS 60

/* How long a mail is tried for. */
#define MAX_TRYING (3 * TOG_DAY_SECONDS)

/* 1, 2, 4 … minutes, at most 4 hours, give or take a tenth, so that what failed
 * together is not tried together for ever. */
#define PAUSE_SQL "min (60 << min (attempts, 8), 14400) * (90 + abs (random () % 21)) / 100"

struct _TogMailer
{
  char *database;                /* (owned) */
  TogWriter *writer;             /* (not owned) */
  const TogMailOptions *options; /* (not owned) */
  TogInstant (*get_now) (void);
  GThread *thread;       /* (owned) (nullable) */
  gint stopping;         /* atomic */
  gboolean relay_failed; /* whether nothing got through last; the thread's own */
  GMutex mutex;          /* guards what follows */
  GCond cond;
  gboolean woken;
};

/**
 * Job:
 *
 * A mail that is due, and then what came of it.
 */
typedef struct
{
  gint64 row;
  TogIdentity recipient;
  gint64 session;
  TogMailKind kind;
  TogInviteMethod method;
  gint64 sequence;
  gint64 about;
  TogInstant created_at;
  char *session_key;   /* (owned) */
  char *recipient_key; /* (owned) */
  char *email;         /* (owned) */
  char *organization;  /* (owned) */
  char *about_key;     /* (owned): who did what it is about */
  TogSlot from;        /* when the session was, as far as the recipient heard */
  TogInstant now;
  gboolean is_outdated; /* whether it need not be sent any more */
  TogMailOutcome outcome;
  char *reason;           /* (owned) (nullable) */
  gboolean relay_is_back; /* whether it is the first that got through again */
} Job;

static void
clear_job (Job *job)
{
  g_free (job->session_key);
  g_free (job->recipient_key);
  g_free (job->email);
  g_free (job->organization);
  g_free (job->about_key);
  g_free (job->reason);
}

static void
read_method (Job *job, const char *method)
{
  if (g_str_equal (method, "REMINDER"))
    job->kind = TOG_MAIL_REMINDER;
  else if (g_str_equal (method, "LATE"))
    job->kind = TOG_MAIL_LATE;
  else if (g_str_equal (method, "DECLINED"))
    job->kind = TOG_MAIL_DECLINED;
  job->method = g_str_equal (method, "CANCEL") ? TOG_INVITE_CANCEL : TOG_INVITE_REQUEST;
}

/* Returns: whether a mail is due */
static gboolean
find_job (TogMailer *self, TogDb *db, Job *job, GError **error)
{
  g_autoptr (TogStatement) find = tog_db_prepare (
      db,
      "SELECT mail.id, mail.organization_id, recipient_id, session_id, method, mail.sequence, "
      "mail.created_at, session.key, member.key, member.email, organization.name, about, "
      "coalesce (doer.key, booker.key), from_start, from_end FROM mail "
      "JOIN session ON session.id = session_id JOIN member ON member.id = recipient_id "
      "JOIN organization ON organization.id = mail.organization_id "
      "JOIN member AS booker ON booker.id = booked_by "
      "LEFT JOIN member AS doer ON doer.id = about AND method <> 'REMINDER' "
      "WHERE mail.state = 'pending' AND due_at <= :now ORDER BY due_at, mail.id LIMIT 1",
      error);

  if (find == NULL)
    return FALSE;
  job->now = self->get_now ();
  tog_statement_bind_int (find, ":now", job->now);
  if (tog_statement_step (find, error) != TOG_STEP_ROW)
    return FALSE;

  job->row = tog_statement_get_int (find, 0);
  job->recipient.organization = tog_statement_get_int (find, 1);
  job->recipient.member = tog_statement_get_int (find, 2);
  job->session = tog_statement_get_int (find, 3);
  read_method (job, tog_statement_get_text (find, 4));
  job->sequence = tog_statement_get_int (find, 5);
  job->created_at = tog_statement_get_int (find, 6);
  job->session_key = g_strdup (tog_statement_get_text (find, 7));
  job->recipient_key = g_strdup (tog_statement_get_text (find, 8));
  job->email = g_strdup (tog_statement_get_text (find, 9));
  job->organization = g_strdup (tog_statement_get_text (find, 10));
  job->about = tog_statement_get_int (find, 11);
  job->about_key = g_strdup (tog_statement_get_text (find, 12));
  job->from.start = tog_statement_get_int (find, 13);
  job->from.end = tog_statement_get_int (find, 14);
  return TRUE;
}

static gboolean
has_declined (TogSession *session, const char *who)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, who))
        return participant->answer == TOG_ANSWER_DECLINED;
    }
  return TRUE;
}

/* A mail may have waited for the relay, or the server for its machine: what it
 * says is looked at once more just before it is sent. */
static gboolean
check_outdated (const Job *job, TogSession *session)
{
  if (job->kind == TOG_MAIL_INVITE)
    return session->sequence != job->sequence;
  if (session->state != TOG_SESSION_SCHEDULED)
    return TRUE;
  if (job->kind == TOG_MAIL_DECLINED)
    return job->now >= session->slot.end || !has_declined (session, job->about_key);
  if (session->sequence != job->sequence || has_declined (session, job->recipient_key))
    return TRUE;
  return job->kind == TOG_MAIL_LATE
             ? job->now >= session->slot.end
             : !tog_reminder_is_timely (session->slot.start, job->about, job->now);
}

/* What tells this mail from all others, the same each time it is tried. */
static char *
make_message_id (TogMailer *self, const Job *job)
{
  const char *domain = strrchr (self->options->from_address, '@') + 1;
  g_autofree char *what = NULL;

  if (job->kind == TOG_MAIL_REMINDER)
    what = g_strdup_printf ("reminder-%" G_GINT64_FORMAT, job->about);
  else if (job->kind == TOG_MAIL_LATE)
    what = g_strdup_printf ("late-%" G_GINT64_FORMAT ".%s", job->created_at, job->about_key);
  else if (job->kind == TOG_MAIL_DECLINED)
    what = g_strdup ("declined");
  else
    what = g_strdup (job->method == TOG_INVITE_CANCEL ? "cancel" : "request");
  return g_strdup_printf (
      "%s.%d.%s.%s@%s", job->session_key, (int) job->sequence, what, job->recipient_key, domain);
}

/* The session is read as its recipient may see it, so that no address gets into
 * a mail that its owner doesn't share. */
static GBytes *
compose (TogMailer *self, TogDb *db, Job *job, GError **error)
{
  g_autoptr (TogScope) scope = tog_scope_new (db, job->recipient, job->now);
  g_autoptr (TogSession) session = tog_query_session_by_id (scope, job->session, error);
  g_autofree char *message_id = make_message_id (self, job);
  const TogMail mail = {
    .session = session,
    .recipient = job->recipient_key,
    .kind = job->kind,
    .method = job->method,
    .about = job->about_key,
    .from = job->from,
    .from_name = self->options->from_name != NULL ? self->options->from_name : job->organization,
    .from_address = self->options->from_address,
    .message_id = message_id,
    .stamp = job->created_at,
    .now = job->now,
  };

  job->is_outdated = session != NULL && check_outdated (job, session);
  return session != NULL && !job->is_outdated ? tog_mail_compose (&mail, error) : NULL;
}

static char *
name_file (const Job *job)
{
  char time[TOG_INSTANT_LENGTH + 1];

  tog_instant_write (job->created_at, time);
  return g_strdup_printf ("%.10s-%.2s%.2s%.2s-%" G_GINT64_FORMAT ".eml",
                          time,
                          time + 11,
                          time + 14,
                          time + 17,
                          job->row);
}

static void
do_job (TogMailer *self, TogMailTransport *transport, TogDb *db, Job *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) message = compose (self, db, job, &error);
  g_autofree char *file_name = name_file (job);

  if (message != NULL)
    job->outcome =
        tog_mail_transport_send (transport, job->email, file_name, message, &job->reason);
  else if (!job->is_outdated)
    {
      /* Reading can fail for a while; what was read and is wrong stays wrong. */
      job->outcome =
          error != NULL && error->domain == TOG_DB_ERROR ? TOG_MAIL_RELAY_FAILED : TOG_MAIL_REFUSED;
      job->reason = g_strdup (error != NULL ? error->message : "There is no such session any more");
    }
  job->now = self->get_now ();
}

static gboolean
write_dropped (TogDb *db, const Job *job, GError **error)
{
  g_autoptr (TogStatement) update =
      tog_db_prepare (db,
                      "UPDATE mail SET state = 'dropped', last_error = 'No longer of use' "
                      "WHERE id = :row AND state = 'pending'",
                      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":row", job->row);
  return tog_statement_run (update, error);
}

static gboolean
write_sent (TogDb *db, const Job *job, GError **error)
{
  g_autoptr (TogStatement) update =
      tog_db_prepare (db,
                      "UPDATE mail SET state = 'sent', attempts = attempts + 1, sent_at = :now, "
                      "last_error = NULL WHERE id = :row",
                      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":row", job->row);
  tog_statement_bind_int (update, ":now", job->now);
  return tog_statement_run (update, error);
}

/* What waits need not wait as long as was thought while the relay was gone. */
static gboolean
hurry_others (TogDb *db, const Job *job, GError **error)
{
  g_autoptr (TogStatement) update = tog_db_prepare (
      db,
      "UPDATE mail SET due_at = :now WHERE state = 'pending' AND attempts > 0 AND due_at > :now",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":now", job->now);
  return tog_statement_run (update, error);
}

/* When no mail would get through, all that are due wait, so that a relay that
 * hangs is not waited for once for each of them. */
static gboolean
write_unsent (TogDb *db, const Job *job, GError **error)
{
  g_autoptr (TogStatement) update = tog_db_prepare (
      db,
      "UPDATE mail SET attempts = attempts + 1, last_error = :reason, due_at = :now + " PAUSE_SQL
      ", state = iif (:refused OR created_at <= :given_up, 'failed', 'pending') "
      "WHERE (id = :row AND state = 'pending') "
      "OR (:all AND state = 'pending' AND due_at <= :now)",
      error);

  if (update == NULL)
    return FALSE;
  tog_statement_bind_int (update, ":row", job->row);
  tog_statement_bind_text (update, ":reason", job->reason);
  tog_statement_bind_int (update, ":now", job->now);
  tog_statement_bind_int (update, ":refused", job->outcome == TOG_MAIL_REFUSED);
  tog_statement_bind_int (update, ":given_up", job->now - MAX_TRYING);
  tog_statement_bind_int (update, ":all", job->outcome == TOG_MAIL_RELAY_FAILED);
  return tog_statement_run (update, error);
}

/* Who takes part sees how far the invites got: that all are sent, or that one is
 * not. Of a group's many, no other mail changes that. */
static gboolean
note_delivery (TogDb *db, const Job *job, GError **error)
{
  g_autoptr (TogStatement) insert = NULL;

  if (job->kind != TOG_MAIL_INVITE)
    return TRUE;
  insert =
      tog_db_prepare (db,
                      "INSERT INTO change (member_id, kind, item_key, change, changed_at) "
                      "SELECT member_id, 'session', session.key, 'updated', :now "
                      "FROM participant JOIN session ON session.id = session_id "
                      "WHERE session_id = :session AND NOT EXISTS (SELECT 1 FROM mail "
                      "WHERE mail.session_id = session.id AND mail.sequence = session.sequence "
                      "AND method IN ('REQUEST', 'CANCEL') "
                      "AND mail.id <> :row AND (mail.state = 'failed' "
                      "OR (mail.state = 'pending' AND NOT :refused)))",
                      error);

  if (insert == NULL)
    return FALSE;
  tog_statement_bind_int (insert, ":session", job->session);
  tog_statement_bind_int (insert, ":row", job->row);
  tog_statement_bind_int (insert, ":refused", job->outcome == TOG_MAIL_REFUSED);
  tog_statement_bind_int (insert, ":now", job->now);
  return tog_statement_run (insert, error);
}

static gboolean
record (TogDb *db, gpointer data, GError **error)
{
  const Job *job = data;

  if (job->is_outdated)
    return write_dropped (db, job, error);
  if (job->outcome == TOG_MAIL_SENT)
    return write_sent (db, job, error) && note_delivery (db, job, error) &&
           (!job->relay_is_back || hurry_others (db, job, error));
  return write_unsent (db, job, error) &&
         (job->outcome != TOG_MAIL_REFUSED || note_delivery (db, job, error));
}

/* Sleeps for some seconds or until woken. Returns: whether to go on */
static gboolean
pause_thread (TogMailer *self, gint64 seconds, gboolean until_woken)
{
  gint64 deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  g_mutex_lock (&self->mutex);
  while (!g_atomic_int_get (&self->stopping) && !(until_woken && self->woken))
    if (!g_cond_wait_until (&self->cond, &self->mutex, deadline))
      break;
  if (until_woken)
    self->woken = FALSE;
  g_mutex_unlock (&self->mutex);
  return !g_atomic_int_get (&self->stopping);
}

/* A mail that was sent and can't be marked so (the disk is full) holds up the
 * others, or it would be sent again and again. */
static void
insist_on_record (TogMailer *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  while (!tog_writer_run (self->writer, record, job, &error))
    {
      g_message (
          "What came of mail %" G_GINT64_FORMAT " can't be recorded: %s", job->row, error->message);
      g_clear_error (&error);
      if (!pause_thread (self, MAX_PAUSE_SECONDS / 4, FALSE))
        return;
    }
}

/* Returns: whether a mail was due */
static gboolean
send_one (TogMailer *self, TogMailTransport *transport, TogDb *db)
{
  g_autoptr (GError) error = NULL;
  Job job = { 0 };
  gboolean found = find_job (self, db, &job, &error);

  if (found)
    {
      do_job (self, transport, db, &job);
      if (!job.is_outdated)
        {
          job.relay_is_back = job.outcome == TOG_MAIL_SENT && self->relay_failed;
          self->relay_failed = job.outcome == TOG_MAIL_RELAY_FAILED;
        }
      /* What was given up because the server stops was no try. */
      if (job.is_outdated || job.outcome == TOG_MAIL_SENT || !g_atomic_int_get (&self->stopping))
        insist_on_record (self, &job);
    }
  else if (error != NULL)
    {
      g_message ("Mail can't be read from the database: %s", error->message);
    }
  clear_job (&job);
  return found;
}

static gint64
get_pause (TogMailer *self, TogDb *db)
{
  g_autoptr (TogStatement) find =
      tog_db_prepare (db, "SELECT min (due_at) FROM mail WHERE state = 'pending'", NULL);

  if (find == NULL || tog_statement_step (find, NULL) != TOG_STEP_ROW ||
      tog_statement_is_null (find, 0))
    return MAX_PAUSE_SECONDS;
  return CLAMP (tog_statement_get_int (find, 0) - self->get_now (), 1, MAX_PAUSE_SECONDS);
}

static gpointer
mail_thread (gpointer data)
{
  TogMailer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_database_open (self->database, TOG_DB_READER, &error);
  g_autoptr (TogMailTransport) transport = tog_mail_transport_new (self->options, &self->stopping);

  if (db == NULL)
    {
      g_message ("Mail can't be sent: %s", error->message);
      return NULL;
    }
  while (!g_atomic_int_get (&self->stopping))
    if (!send_one (self, transport, db))
      pause_thread (self, get_pause (self, db), TRUE);
  return NULL;
}

/**
 * tog_mailer_new:
 * @database: path of the database
 * @writer: records what came of mails; has to outlive this
 * @options: good options, see tog_mail_options_check(); they have to outlive this
 * @get_now: the clock
 *
 * A mail counts as sent once the relay has taken responsibility for it. If the
 * machine dies between that and the commit a moment later, the mail is sent
 * again; it then has the same Message-ID, and its invite the same UID and
 * SEQUENCE, so that it is known to be the same. Files in a folder are the same
 * file.
 *
 * Returns: (transfer full): a mailer that does nothing yet
 */
TogMailer *
tog_mailer_new (const char *database,
                TogWriter *writer,
                const TogMailOptions *options,
                TogInstant (*get_now) (void))
{
  TogMailer *self = g_new0 (TogMailer, 1);

  self->database = g_strdup (database);
  self->writer = writer;
  self->options = options;
  self->get_now = get_now;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * tog_mailer_start:
 * @self: a mailer that was not started yet
 */
void
tog_mailer_start (TogMailer *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("mailer", mail_thread, self);
}

/**
 * tog_mailer_wake:
 * @self: a mailer
 *
 * Tells that there may be mail to send. From any thread.
 */
void
tog_mailer_wake (TogMailer *self)
{
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_mailer_free:
 * @self: (transfer full) (nullable): a mailer
 *
 * Ends the thread; a mail that the relay hangs on is given up and stays due.
 */
void
tog_mailer_free (TogMailer *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->stopping, 1);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self->database);
  g_free (self);
}
