#include "config.h"

#include "tog-team-text.h"

#include "tog-session-text.h"

#include <glib/gi18n.h>

/**
 * tog_team_get_name:
 *
 * With whom the user is in it: a person's name, or the group's.
 */
const char *
tog_team_get_name (TogTeam *team)
{
  return TOG_IS_GROUP (team) ? TOG_GROUP (team)->name : TOG_MATCH (team)->person->name;
}

/**
 * tog_team_get_open_action:
 *
 * The window's action that opens its page.
 */
const char *
tog_team_get_open_action (TogTeam *team)
{
  return TOG_IS_GROUP (team) ? "win.open-group" : "win.open-match";
}

/**
 * tog_team_get_book_action:
 *
 * The window's action that begins to book with it.
 */
const char *
tog_team_get_book_action (TogTeam *team)
{
  return TOG_IS_GROUP (team) ? "win.book-group" : "win.book";
}

/**
 * tog_team_dup_book_label:
 *
 * What a button that begins to book is called on its own.
 */
char *
tog_team_dup_book_label (TogTeam *team, TogPlannedSession *planned)
{
  return g_strdup_printf (_ ("Book “%s” with %s"), planned->title, tog_team_get_name (team));
}

/**
 * tog_team_has_others:
 *
 * Whether there is anybody to meet: a group begins with its first member.
 */
gboolean
tog_team_has_others (TogTeam *team)
{
  return !TOG_IS_GROUP (team) || TOG_GROUP (team)->n_members > 1;
}

/**
 * tog_team_can_book:
 *
 * Whether booking @planned is to be offered.
 */
gboolean
tog_team_can_book (TogTeam *team, TogPlannedSession *planned)
{
  return tog_team_has_others (team) && tog_planned_session_can_book (planned);
}

/**
 * tog_group_dup_size:
 *
 * How many are in it, such as "Group of 6".
 */
char *
tog_group_dup_size (TogGroup *group)
{
  if (group->n_members < 2)
    return g_strdup (_ ("Only you so far"));

  return g_strdup_printf (ngettext ("Group of %d", "Group of %d", group->n_members),
                          group->n_members);
}

/**
 * tog_group_dup_summary:
 *
 * How many are in it, and that the user leads them if that is so.
 */
char *
tog_group_dup_summary (TogGroup *group)
{
  g_autofree char *size = tog_group_dup_size (group);

  if (group->my_role != TOG_ROLE_FACILITATOR)
    return g_steal_pointer (&size);

  /* Translators: %s is "Group of 6". */
  return g_strdup_printf (_ ("%s, you facilitate"), size);
}

/**
 * tog_group_get_my_role:
 *
 * What the user is in it.
 */
const char *
tog_group_get_my_role (TogGroup *group)
{
  return group->my_role == TOG_ROLE_FACILITATOR ? _ ("You are a facilitator")
                                                : _ ("You are a member");
}

static TogTeam *
find_team (GPtrArray *teams, const char *id)
{
  for (guint i = 0; id != NULL && i < teams->len; i++)
    {
      TogTeam *team = g_ptr_array_index (teams, i);

      if (g_str_equal (team->id, id))
        return team;
    }

  return NULL;
}

/**
 * tog_home_find_team:
 * @match_id: (nullable): which match
 * @group_id: (nullable): or else which group
 *
 * Finds whom a session or a to-do is about.
 *
 * Returns: (transfer none) (nullable)
 */
TogTeam *
tog_home_find_team (TogHome *home, const char *match_id, const char *group_id)
{
  TogTeam *match = find_team (home->matches, match_id);

  return match != NULL ? match : find_team (home->groups, group_id);
}
