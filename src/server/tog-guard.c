#include "config.h"

#include "tog-guard.h"

#include <string.h>

/* Entries of each table. An entry's place follows from its hash; a newer one
 * takes the place of an older. */
#define N_ENTRIES 4096

typedef struct
{
  guint address; /* hash of the address */
  guint n_failures;
  gint64 since;
} Failures;

struct _TogGuard
{
  GMutex mutex;
  Failures failures[N_ENTRIES];
  guint64 good[N_ENTRIES]; /* digests that were right, mixed with their address */
};

/**
 * tog_guard_new:
 *
 * Returns: (transfer full): a guard that has seen nothing yet
 */
TogGuard *
tog_guard_new (void)
{
  TogGuard *self = g_new0 (TogGuard, 1);

  g_mutex_init (&self->mutex);
  return self;
}

/**
 * tog_guard_free:
 * @self: (transfer full) (nullable): a guard
 *
 * Frees a guard.
 */
void
tog_guard_free (TogGuard *self)
{
  if (self == NULL)
    return;

  g_mutex_clear (&self->mutex);
  g_free (self);
}

static guint64
mix (const char *address, const guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  guint64 start;

  memcpy (&start, digest, sizeof start);
  return start ^ g_str_hash (address);
}

static Failures *
find_failures (TogGuard *self, const char *address)
{
  return &self->failures[g_str_hash (address) % N_ENTRIES];
}

/**
 * tog_guard_check:
 * @self: a guard
 * @address: where a request comes from
 * @digest: (nullable): of the token it carries, if that has the form of one
 * @now: seconds of a clock that never goes back
 *
 * Asks whether a token may be looked up. Who was let in before from the same
 * address is let in again, so that nobody who guesses locks out a neighbour.
 *
 * Returns: 0, or the seconds to wait
 */
guint
tog_guard_check (TogGuard *self,
                 const char *address,
                 const guint8 digest[TOG_TOKEN_DIGEST_BYTES],
                 gint64 now)
{
  guint wait = 0;
  Failures *failures;

  g_mutex_lock (&self->mutex);
  failures = find_failures (self, address);
  if (failures->address == g_str_hash (address) && failures->n_failures >= TOG_GUARD_MAX_FAILURES &&
      now - failures->since < TOG_GUARD_WINDOW)
    {
      guint64 key = digest != NULL ? mix (address, digest) : 0;

      if (digest == NULL || self->good[key % N_ENTRIES] != key)
        wait = TOG_GUARD_WINDOW - (now - failures->since);
    }
  g_mutex_unlock (&self->mutex);

  return wait;
}

/**
 * tog_guard_knows:
 * @self: a guard
 * @address: where a request comes from
 * @digest: of the token it carries
 *
 * Returns: whether that was right the last time, from the same address
 */
gboolean
tog_guard_knows (TogGuard *self, const char *address, const guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  guint64 key = mix (address, digest);
  gboolean known;

  g_mutex_lock (&self->mutex);
  known = self->good[key % N_ENTRIES] == key;
  g_mutex_unlock (&self->mutex);
  return known;
}

/**
 * tog_guard_succeeded:
 * @self: a guard
 * @address: where a request came from
 * @digest: of the token that was right
 *
 * Tells that a token was right.
 */
void
tog_guard_succeeded (TogGuard *self,
                     const char *address,
                     const guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  guint64 key = mix (address, digest);

  g_mutex_lock (&self->mutex);
  self->good[key % N_ENTRIES] = key;
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_guard_forget:
 * @self: a guard
 * @address: where a request came from
 * @digest: of a token that is not right any more
 *
 * Tells that a token expired or was revoked.
 */
void
tog_guard_forget (TogGuard *self, const char *address, const guint8 digest[TOG_TOKEN_DIGEST_BYTES])
{
  guint64 key = mix (address, digest);

  g_mutex_lock (&self->mutex);
  if (self->good[key % N_ENTRIES] == key)
    self->good[key % N_ENTRIES] = 0;
  g_mutex_unlock (&self->mutex);
}

/**
 * tog_guard_failed:
 * @self: a guard
 * @address: where a request came from
 * @now: seconds of a clock that never goes back
 *
 * Tells that a token was wrong.
 */
void
tog_guard_failed (TogGuard *self, const char *address, gint64 now)
{
  guint hash = g_str_hash (address);
  Failures *failures;

  g_mutex_lock (&self->mutex);
  failures = find_failures (self, address);
  if (failures->address != hash || now - failures->since >= TOG_GUARD_WINDOW)
    *failures = (Failures){ .address = hash, .since = now };
  failures->n_failures++;
  g_mutex_unlock (&self->mutex);
}
