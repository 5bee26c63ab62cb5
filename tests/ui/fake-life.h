#pragma once

#include "tog-account.h"

/*
 * What a TogAccount does with sessions, without a server, beside a fake that has one:
 * it keeps what it was asked, and does to the session in place what a server would.
 */

typedef struct
{
  const char *what; /* "answer", "move", "cancel", "late", "complete" or "record" */
  char *id;         /* (owned): of the session, or of the planned session */
  char *etag;       /* (owned) (nullable): the version that was seen */
  char *key;        /* (owned) */
  char *reason;     /* (owned) (nullable): or the note */
  TogAnswer answer;
  TogHeld held;
  int number; /* rating, or minutes */
  TogSlot slot;
  TogConference *conference; /* (owned) (nullable) */
} FakeDeed;

/* What was asked, from the first on. */
guint           fake_life_count    (void);
const FakeDeed *fake_life_get      (guint i);

/* The next @n_times end with an error, and change nothing. */
void            fake_life_fail     (guint n_times, int code, const char *message);

/* Nothing ends until fake_life_release(). */
void            fake_life_hold     (void);
void            fake_life_release  (void);

/* Before a test, as the one whose statements and answers are changed. */
void            fake_life_reset    (const char *my_id);
