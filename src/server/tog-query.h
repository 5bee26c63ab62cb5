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
 * TogTeamRow:
 * @id: of the match or group
 * @program: id of its program
 * @is_group: which of the two it is
 *
 * A match or group by what the database knows it by.
 */
typedef struct
{
  gint64 id;
  gint64 program;
  gboolean is_group;
} TogTeamRow;

/**
 * TOG_QUERY_MATCH_PEOPLE:
 *
 * Who takes part in the match ":team": a table "person" of their ids and roles.
 */
#define TOG_QUERY_MATCH_PEOPLE                                              \
  "(SELECT mentor_id AS id, 'mentor' AS role FROM match WHERE id = :team "  \
  "UNION ALL "                                                              \
  "SELECT mentee_id, 'mentee' FROM match WHERE id = :team) AS person "

/**
 * TOG_QUERY_GROUP_PEOPLE:
 *
 * Who takes part in the group ":team", as above. A member who left the
 * organization doesn't.
 */
#define TOG_QUERY_GROUP_PEOPLE                                              \
  "(SELECT member.id, iif (facilitator, 'facilitator', 'member') AS role "  \
  "FROM group_member JOIN member ON member.id = member_id "                 \
  "WHERE group_id = :team AND active) AS person "

/**
 * TOG_QUERY_MET_CHANGES:
 * @member: id of a member, in the statement
 *
 * Changes of the sessions that are to come and that say who the member is, for all who
 * take part in them. What is past stays as it was seen last. The statement has ":now".
 */
#define TOG_QUERY_MET_CHANGES(member)                                       \
  "SELECT theirs.member_id, 'session', session.key, 'updated', :now "       \
  "FROM participant AS own JOIN session ON session.id = own.session_id "    \
  "AND session.state = 'scheduled' "                                        \
  "JOIN participant AS theirs ON theirs.session_id = session.id "           \
  "WHERE own.member_id = " member " "

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

void        tog_page_bind          (const TogPage *page, TogStatement *list);
void        tog_page_move          (TogPage *page, gint64 number, const char *key);
gboolean    tog_page_end           (TogPage *page, TogStep step);

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
gint64      tog_query_session_id   (TogScope *scope, const char *key, GError **error);
GArray     *tog_query_session_ids  (TogScope      *scope,
                                    const char    *state,
                                    const TogPage *page,
                                    GError       **error);
void        tog_query_bind_ids     (TogStatement *statement, GArray *ids);
GHashTable *tog_query_make_table   (GDestroyNotify destroy);
void        tog_query_keep         (GHashTable *table, gint64 id, gpointer value);
GHashTable *tog_query_sessions_by_ids (TogScope *scope, GArray *ids, GError **error);
gboolean    tog_query_count_sessions (TogScope *scope, gint64 *total, GError **error);
TogSession *tog_query_next_session (TogScope *scope, GError **error);
GPtrArray  *tog_query_feed         (TogScope   *scope,
                                    TogInstant  since,
                                    TogInstant *stamp,
                                    GError    **error);
GPtrArray  *tog_query_sessions     (TogScope   *scope,
                                    const char *state,
                                    TogPage    *page,
                                    GError    **error);

gboolean    tog_query_team_row     (TogScope   *scope,
                                    const char *key,
                                    gboolean    is_group,
                                    TogTeamRow *row,
                                    GError    **error);
GPtrArray  *tog_query_planned      (TogScope         *scope,
                                    const TogTeamRow *team,
                                    gboolean          all,
                                    GError          **error);

gboolean    tog_query_match_row    (TogScope   *scope,
                                    const char *key,
                                    TogTeamRow *row,
                                    GError    **error);
TogMatch   *tog_query_match        (TogScope *scope, const char *key, GError **error);
GPtrArray  *tog_query_matches      (TogScope *scope, TogPage *page, GError **error);

gboolean    tog_query_group_row    (TogScope   *scope,
                                    const char *key,
                                    TogTeamRow *row,
                                    GError    **error);
TogGroup   *tog_query_group        (TogScope *scope, const char *key, GError **error);
GPtrArray  *tog_query_groups       (TogScope *scope, TogPage *page, GError **error);

TogTimes   *tog_query_all_times    (TogScope         *scope,
                                    const TogTeamRow *team,
                                    gint64            moving,
                                    TogSlot           range,
                                    guint            *n_named,
                                    GError          **error);
TogTimes   *tog_query_times        (TogScope         *scope,
                                    const TogTeamRow *team,
                                    gint64            moving,
                                    TogSlot           range,
                                    GError          **error);

TogHome    *tog_query_home         (TogScope *scope, GError **error);

G_END_DECLS
