#pragma once

#include "tog-history-page.h"
#include "tog-session-filter.h"
#include "tog-session-hit.h"
#include "tog-store.h"
#include "tog-zone.h"

G_BEGIN_DECLS

/**
 * TogHistoryMark:
 * @generation: which reading of all of it this is; whoever writes says to which what
 *   they write belongs
 * @token: since when changes aren't in yet
 * @cursor: (nullable): of the page to read next; %NULL for the first one
 * @is_current: whether all of it was read in this generation
 * @was_complete: whether all of it was read in this or an earlier one
 * @n_done: how many were read in this generation
 * @n_total: how many there were in all, as the server said last
 * @n_unreadable: how many of them this version of the app can't read
 * @untried: (array zero-terminated=1): ids of those that another version left out
 * @must_begin_anew: whether another version left out some whose ids aren't known
 *
 * How far the history on this computer is.
 */
typedef struct
{
  guint generation;
  char *token;
  char *cursor;
  gboolean is_current;
  gboolean was_complete;
  guint n_done;
  guint n_total;
  guint n_unreadable;
  GStrv untried;
  gboolean must_begin_anew;
} TogHistoryMark;

void tog_history_mark_free (TogHistoryMark *self);

/**
 * TogHistoryMerge:
 * @mark: how far the history is now
 * @taken: whether it was taken in: a page is not where the history has got to another
 *   place meanwhile, which is no error
 * @changed: (element-type utf8): ids of sessions that are new, or other than before
 * @gone: (element-type utf8): ids of sessions that are not there any more
 *
 * What came of an answer's being taken in.
 */
typedef struct
{
  TogHistoryMark *mark;
  gboolean taken;
  GPtrArray *changed;
  GPtrArray *gone;
} TogHistoryMerge;

void tog_history_merge_free (TogHistoryMerge *self);

void             tog_store_load_mark_async    (TogStore           *self,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
TogHistoryMark  *tog_store_load_mark_finish   (TogStore     *self,
                                               GAsyncResult *result,
                                               GError      **error);
void             tog_store_begin_history_async (TogStore           *self,
                                                const char         *token,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
TogHistoryMark  *tog_store_begin_history_finish (TogStore     *self,
                                                 GAsyncResult *result,
                                                 GError      **error);
void             tog_store_save_token         (TogStore   *self,
                                               guint       generation,
                                               const char *token);

/* Takes in what listHistory answered: a page of all, or those with some ids, of which
 * what the answer doesn't have is not there any more. %G_IO_ERROR_NOT_FOUND says that
 * the database is not the one that @generation is of, and has to be filled anew. */
void             tog_store_merge_async        (TogStore           *self,
                                               guint               generation,
                                               const char *const  *ids,
                                               const char         *cursor,
                                               TogHistoryPage     *page,
                                               const char         *my_id,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
TogHistoryMerge *tog_store_merge_finish       (TogStore     *self,
                                               GAsyncResult *result,
                                               GError      **error);

/**
 * TogHistoryRow:
 * @row: names a session within the database
 * @version: another each time that something of it changed
 */
typedef struct
{
  gint64 row;
  gint64 version;
} TogHistoryRow;

/**
 * TogHistoryQuery:
 * @filter: what to look for
 * @year: the year of @filter, empty for any
 * @now: parts upcoming from past
 */
typedef struct
{
  TogSessionFilter filter;
  TogSlot year;
  TogInstant now;
} TogHistoryQuery;

/* Finds the rows that fit, in their order. Returns (element-type TogHistoryRow). */
void       tog_store_find_async       (TogStore              *self,
                                       const TogHistoryQuery *query,
                                       GCancellable          *cancellable,
                                       GAsyncReadyCallback    callback,
                                       gpointer               user_data);
GArray    *tog_store_find_finish      (TogStore *self, GAsyncResult *result, GError **error);

/* What a list shows of some rows, one for each, with the words of @text marked. Returns
 * (element-type TogSessionHit), with NULL for what is gone or another meanwhile. */
void       tog_store_load_hits_async  (TogStore            *self,
                                       const TogHistoryRow *rows,
                                       guint                n_rows,
                                       const char          *text,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GPtrArray *tog_store_load_hits_finish (TogStore *self, GAsyncResult *result, GError **error);

/* One session, NULL where there is none. */
void            tog_store_load_item_async   (TogStore           *self,
                                             const char         *id,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
TogHistoryItem *tog_store_load_item_finish  (TogStore *self, GAsyncResult *result, GError **error);

/* All that fit. Returns (element-type TogHistoryItem). */
void            tog_store_load_items_async  (TogStore              *self,
                                             const TogHistoryQuery *query,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data);
GPtrArray      *tog_store_load_items_finish (TogStore *self, GAsyncResult *result, GError **error);

/* What the history can be filtered by. Years are those of @zone. */
void              tog_store_load_facets_async  (TogStore           *self,
                                                TogZone            *zone,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
TogSessionFacets *tog_store_load_facets_finish (TogStore     *self,
                                                GAsyncResult *result,
                                                GError      **error);

/**
 * TogUnsent:
 * @session_id: about which session
 * @text: (nullable): what I wrote for me alone
 * @shared: (nullable): and what the others see; both or none
 * @in_conflict: whether I wrote something else on another computer meanwhile
 * @changes: (nullable): what I did to it, in order: JSON, a list of #TogSessionChange
 *
 * What there is of a session on this computer alone.
 */
typedef struct
{
  char *session_id;
  char *text;
  char *shared;
  gboolean in_conflict;
  char *changes;
} TogUnsent;

TogUnsent *tog_unsent_new  (const char *session_id);
void       tog_unsent_free (TogUnsent *unsent);

/* Has it found and shown, laid over what the server has. Returns (element-type utf8):
 * ids of sessions that are other than before. */
void       tog_store_set_unsent_async  (TogStore           *self,
                                        GPtrArray          *unsent,
                                        const char         *my_id,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *tog_store_set_unsent_finish (TogStore *self, GAsyncResult *result, GError **error);
void       tog_store_set_note          (TogStore   *self,
                                        const char *session_id,
                                        TogNote    *note,
                                        const char *my_id);
void       tog_store_set_session_async  (TogStore           *self,
                                         TogSession         *session,
                                         const char         *my_id,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *tog_store_set_session_finish (TogStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHistoryMark, tog_history_mark_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogHistoryMerge, tog_history_merge_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogUnsent, tog_unsent_free)

G_END_DECLS
