#pragma once

#include "tog-availability.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TogProblem:
 * @type: stable URI reference that says which problem it is, such as
 *   "/problems/slot-busy"; "about:blank" where another server sends none
 * @title: short, human
 * @status: the HTTP status
 * @detail: (nullable): what is wrong with this very request and what to do
 * @field: (nullable): JSON pointer (RFC 6901) or name of the parameter that is wrong
 * @conflicts: (nullable): with "/problems/slot-conflicts", JSON of who can't and why
 * @verdicts: (nullable): with "/problems/series-conflicts", JSON of what keeps which of
 *   the bookings
 *
 * What went wrong, after RFC 9457 (application/problem+json).
 */
typedef struct
{
  char *type;
  char *title;
  int status;
  char *detail;
  char *field;
  GString *conflicts;
  GString *verdicts;
} TogProblem;

/**
 * TogSeriesVerdict:
 * @index: of a booking in a series
 * @type: of the problem that it alone would have
 * @detail: (nullable): what is wrong with it
 *
 * What keeps one of several from being booked.
 */
typedef struct
{
  guint index;
  char *type;
  char *detail;
} TogSeriesVerdict;

TogProblem *tog_problem_new       (int         status,
                                   const char *type,
                                   const char *title,
                                   const char *detail,
                                   const char *field);
void        tog_problem_add_conflict (TogProblem *problem, const char *member, TogVerdict verdict);
void        tog_problem_add_verdict (TogProblem       *problem,
                                     guint             index,
                                     const TogProblem *verdict);
GPtrArray  *tog_problem_list_verdicts (const TogProblem *problem);
TogProblem *tog_problem_copy      (const TogProblem *problem);
void        tog_problem_free      (TogProblem *problem);
TogProblem *tog_problem_from_json (JsonNode *node, GError **error);
char       *tog_problem_to_text   (const TogProblem *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogProblem, tog_problem_free)

G_END_DECLS
