#include "config.h"

#include "tog-problem.h"

#include "tog-json.h"
#include "tog-series.h"

#define MAX_LENGTH 4000

/**
 * tog_problem_new:
 * @status: the HTTP status
 * @type: stable URI reference
 * @title: short, human
 * @detail: (nullable): what is wrong with this very request
 * @field: (nullable): what in it is wrong
 *
 * Returns: (transfer full): a problem
 */
TogProblem *
tog_problem_new (int status,
                 const char *type,
                 const char *title,
                 const char *detail,
                 const char *field)
{
  TogProblem *problem = g_new0 (TogProblem, 1);

  problem->type = g_strdup (type);
  problem->title = g_strdup (title);
  problem->status = status;
  problem->detail = g_strdup (detail);
  problem->field = g_strdup (field);
  return problem;
}

/**
 * tog_problem_add_conflict:
 * @problem: a problem
 * @member: (nullable): id of who can't, %NULL for somebody who is only counted
 * @verdict: why, which is not told of whoever is only counted
 *
 * Says of somebody that they stand in a group's way.
 */
void
tog_problem_add_conflict (TogProblem *problem, const char *member, TogVerdict verdict)
{
  if (problem->conflicts == NULL)
    problem->conflicts = g_string_new (NULL);
  else
    g_string_append_c (problem->conflicts, ',');
  g_string_append (problem->conflicts, "{\"member\":");
  if (member != NULL)
    tog_json_append_string (problem->conflicts, member);
  else
    g_string_append (problem->conflicts, "null");
  g_string_append_printf (problem->conflicts,
                          ",\"verdict\":\"%s\"}",
                          member != NULL ? tog_verdict_to_string (verdict) : "counted");
}

/**
 * tog_problem_add_verdict:
 * @problem: a problem
 * @index: of a booking in a series
 * @verdict: what would be wrong with it alone
 *
 * Says what keeps one of several from being booked.
 */
void
tog_problem_add_verdict (TogProblem *problem, guint index, const TogProblem *verdict)
{
  if (problem->verdicts == NULL)
    problem->verdicts = g_string_new (NULL);
  else
    g_string_append_c (problem->verdicts, ',');
  g_string_append_printf (problem->verdicts, "{\"index\":%u,\"type\":", index);
  tog_json_append_string (problem->verdicts, verdict->type);
  g_string_append (problem->verdicts, ",\"detail\":");
  tog_json_append_text (problem->verdicts, verdict->detail);
  g_string_append_c (problem->verdicts, '}');
}

static void
verdict_free (gpointer data)
{
  TogSeriesVerdict *verdict = data;

  g_free (verdict->type);
  g_free (verdict->detail);
  g_free (verdict);
}

static gpointer
verdict_from_json (JsonNode *node, GError **error)
{
  TogSeriesVerdict *verdict = g_new0 (TogSeriesVerdict, 1);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  verdict->index = (guint) tog_json_reader_int (&reader, "index", 0, TOG_SERIES_MAX - 1);
  verdict->type = g_strdup (tog_json_reader_line (&reader, "type", MAX_LENGTH));
  verdict->detail = g_strdup (tog_json_reader_opt_text (&reader, "detail", MAX_LENGTH));
  if (tog_json_reader_finish (&reader, error))
    return verdict;
  verdict_free (verdict);
  return NULL;
}

/**
 * tog_problem_list_verdicts:
 * @problem: a problem
 *
 * Returns: (transfer full) (element-type TogSeriesVerdict): what keeps which of
 *   several from being booked; none with a problem that is not about a series
 */
GPtrArray *
tog_problem_list_verdicts (const TogProblem *problem)
{
  GPtrArray *verdicts = g_ptr_array_new_with_free_func (verdict_free);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (problem->verdicts == NULL)
    return verdicts;
  text = g_strdup_printf ("[%s]", problem->verdicts->str);
  node = tog_json_parse (text, -1, NULL);
  array = node != NULL ? json_node_get_array (node) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      TogSeriesVerdict *verdict = verdict_from_json (json_array_get_element (array, i), NULL);

      if (verdict != NULL)
        g_ptr_array_add (verdicts, verdict);
    }
  return verdicts;
}

/**
 * tog_problem_copy:
 * @problem: a problem
 *
 * Returns: (transfer full): the same
 */
TogProblem *
tog_problem_copy (const TogProblem *problem)
{
  TogProblem *copy = tog_problem_new (
      problem->status, problem->type, problem->title, problem->detail, problem->field);

  if (problem->conflicts != NULL)
    copy->conflicts = g_string_new (problem->conflicts->str);
  if (problem->verdicts != NULL)
    copy->verdicts = g_string_new (problem->verdicts->str);
  return copy;
}

/**
 * tog_problem_free:
 * @problem: (transfer full) (nullable): a problem
 *
 * Frees a problem.
 */
void
tog_problem_free (TogProblem *problem)
{
  if (problem == NULL)
    return;
  g_free (problem->type);
  g_free (problem->title);
  g_free (problem->detail);
  g_free (problem->field);
  if (problem->conflicts != NULL)
    g_string_free (problem->conflicts, TRUE);
  if (problem->verdicts != NULL)
    g_string_free (problem->verdicts, TRUE);
  g_free (problem);
}

/* What can't be read of these is no reason not to read the rest. */
static void
read_verdicts (TogProblem *problem, JsonArray *array)
{
  for (guint i = 0; i < MIN (json_array_get_length (array), TOG_SERIES_MAX); i++)
    {
      TogSeriesVerdict *verdict = verdict_from_json (json_array_get_element (array, i), NULL);
      g_autoptr (TogProblem) alone = NULL;

      if (verdict == NULL)
        continue;
      alone = tog_problem_new (0, verdict->type, "", verdict->detail, NULL);
      tog_problem_add_verdict (problem, verdict->index, alone);
      verdict_free (verdict);
    }
}

/**
 * tog_problem_from_json:
 * @node: a problem details object
 *
 * Reads a problem. RFC 9457 requires none of its members: the type defaults to
 * "about:blank", the title to "", the status to 0.
 *
 * Returns: (transfer full): the problem, or %NULL
 */
TogProblem *
tog_problem_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogProblem) problem = NULL;
  TogJsonReader reader;
  const char *type;
  const char *title;
  const char *detail;
  const char *field;
  JsonNode *verdicts;
  int status;

  tog_json_reader_init (&reader, node, "");
  type = tog_json_reader_opt_line (&reader, "type", MAX_LENGTH);
  title = tog_json_reader_opt_line (&reader, "title", MAX_LENGTH);
  status = tog_json_reader_opt_int (&reader, "status", 100, 599, 0);
  detail = tog_json_reader_opt_text (&reader, "detail", MAX_LENGTH);
  field = tog_json_reader_opt_line (&reader, "field", MAX_LENGTH);
  problem = tog_problem_new (
      status, type == NULL ? "about:blank" : type, title == NULL ? "" : title, detail, field);
  verdicts = tog_json_reader_has (&reader, "verdicts")
                 ? json_object_get_member (reader.object, "verdicts")
                 : NULL;
  if (verdicts != NULL && JSON_NODE_HOLDS_ARRAY (verdicts))
    read_verdicts (problem, json_node_get_array (verdicts));
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&problem) : NULL;
}

static void
append_member (GString *json, const char *name, const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    return;
  valid = g_utf8_make_valid (value, -1);
  g_string_append_printf (json, ",\"%s\":", name);
  tog_json_append_string (json, valid);
}

/**
 * tog_problem_to_text:
 * @problem: a problem
 *
 * Writes application/problem+json. What is not valid UTF-8 in it, as it may quote
 * what somebody sent, is replaced.
 *
 * Returns: (transfer full): JSON
 */
char *
tog_problem_to_text (const TogProblem *problem)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"status\":%d", problem->status);
  append_member (json, "type", problem->type);
  append_member (json, "title", problem->title);
  append_member (json, "detail", problem->detail);
  append_member (json, "field", problem->field);
  if (problem->conflicts != NULL)
    g_string_append_printf (json, ",\"conflicts\":[%s]", problem->conflicts->str);
  if (problem->verdicts != NULL)
    g_string_append_printf (json, ",\"verdicts\":[%s]", problem->verdicts->str);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
