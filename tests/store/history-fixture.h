#pragma once

#include "tog-store-history.h"

G_BEGIN_DECLS

/*
 * A store with a history of four sessions, as pages of the server would bring them.
 */

#define ME "ada"

typedef struct
{
  char *root;       /* (owned) */
  char *file;       /* (owned) */
  TogStore *store;  /* (owned) */
  guint generation; /* of the history that was begun */
} Fixture;

/* What of a session these tests tell apart. */
typedef struct
{
  const char *id;
  const char *start;
  const char *title;
  const char *program;
  const char *state;
  const char *person; /* id and name of who takes part beside me */
  const char *agenda;
  const char *text;
  const char *shared;
  const char *others;
} Sample;

#define N_SAMPLES 4
extern const Sample samples[N_SAMPLES];

void open_store (Fixture *fixture);
void close_store (Fixture *fixture);
void set_up (Fixture *fixture, gconstpointer data);
void tear_down (Fixture *fixture, gconstpointer data);
void done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void wait_for (GAsyncResult **result);
TogHistoryPage *make_page (const Sample *first, guint n_samples, const char *next, guint total);
TogHistoryMark *load_mark (Fixture *fixture);
void begin (Fixture *fixture, const char *token);
TogHistoryMerge *merge (Fixture *fixture,
                        const char *const *ids,
                        const char *cursor,
                        TogHistoryPage *page,
                        GError **error);
char *join (GPtrArray *ids);
void take_in (Fixture *fixture,
              const char *const *ids,
              const char *cursor,
              TogHistoryPage *page,
              const char *expected_changed,
              const char *expected_gone);
void fill (Fixture *fixture);
GPtrArray *find_hits (Fixture *fixture, const TogHistoryQuery *query);
void assert_found (Fixture *fixture, const TogHistoryQuery *query, const char *expected);
void assert_text_found (Fixture *fixture, const char *text, const char *expected);
TogHistoryItem *load_item (Fixture *fixture, const char *id);
void pretend (Fixture *fixture, const char *sql);

G_END_DECLS
