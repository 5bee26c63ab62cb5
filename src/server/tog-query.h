#pragma once

#include "tog-home.h"
#include "tog-storage.h"
#include "tog-times.h"

G_BEGIN_DECLS

/*
 * What a member may see, from the database into the model. A function that
 * looks one thing up returns %NULL and leaves @error unset where there is no
 * such thing or it is not the member's to see.
 */

/**
 * TOG_QUERY_MEMBER_COLUMNS:
 * @table: name that the member's table has in the statement
 *
 * The columns that tog_query_read_member() reads; the statement has ":me".
 */
#define TOG_QUERY_MEMBER_COLUMNS(table)                                     \
  table ".key, " table ".name, iif (" table ".share_email OR " table        \
        ".id = :me, " table ".email, NULL), " table ".zone "

#define TOG_QUERY_N_MEMBER_COLUMNS 4

/**
 * TogMatchRow:
 * @id: of the match
 * @program: id of its program
 * @person: id of the other one
 * @am_mentor: whether the asking member is the mentor
 *
 * A match by what the database knows it by.
 */
typedef struct
{
  gint64 id;
  gint64 program;
  gint64 person;
  gboolean am_mentor;
} TogMatchRow;

/**
 * TogPage:
 * @after: (nullable): position of the last item of the page before
 * @limit: how many items
 * @next: (out) (owned) (nullable): position of the last item, where more follow
 *
 * Which part of a list is wanted.
 */
typedef struct
{
  const char *after;
  guint limit;
  char *next;
} TogPage;

TogMember  *tog_query_read_member  (TogStatement *statement, int first_column);
TogMe      *tog_query_me           (TogScope *scope, gint64 *version, GError **error);

TogSession *tog_query_session      (TogScope   *scope,
                                    const char *key,
                                    gint64     *version,
                                    GError    **error);
gboolean    tog_query_session_stamp (TogScope   *scope,
                                     const char *key,
                                     TogInstant *stamp,
                                     GError    **error);
TogSession *tog_query_session_by_id (TogScope *scope, gint64 id, GError **error);
TogSession *tog_query_next_session (TogScope *scope, GError **error);
GPtrArray  *tog_query_sessions     (TogScope   *scope,
                                    const char *state,
                                    TogPage    *page,
                                    GError    **error);

gboolean    tog_query_match_row    (TogScope    *scope,
                                    const char  *key,
                                    TogMatchRow *row,
                                    GError     **error);
TogMatch   *tog_query_match        (TogScope *scope, const char *key, GError **error);
GPtrArray  *tog_query_matches      (TogScope *scope, TogPage *page, GError **error);

TogTimes   *tog_query_times        (TogScope          *scope,
                                    const TogMatchRow *match,
                                    TogSlot            range,
                                    GError           **error);

TogHome    *tog_query_home         (TogScope *scope, GError **error);

G_END_DECLS
