#pragma once

#include "tog-session.h"

G_BEGIN_DECLS

/**
 * TogSessionField:
 *
 * Where in a session something that was searched for was found.
 */
typedef enum
{
  TOG_FIELD_TITLE,
  TOG_FIELD_PEOPLE,
  TOG_FIELD_PROGRAM,
  TOG_FIELD_AGENDA,
  TOG_FIELD_MY_NOTE,
  TOG_FIELD_SHARED_NOTES,
  TOG_N_FIELDS,
} TogSessionField;

/**
 * TogTextRange:
 * @start: of the first byte
 * @end: after the last byte
 *
 * A part of a text in UTF-8, such as Pango's attributes take it.
 */
typedef struct
{
  guint start;
  guint end;
} TogTextRange;

/**
 * TogSnippet:
 * @field: where it is from
 * @text: a title, or of another field a piece of one line with "…" where it was cut
 * @ranges: (element-type TogTextRange): what of @text was searched for, in order
 *
 * A piece of text that was searched for, to show with the matches set off.
 */
typedef struct
{
  TogSessionField field;
  char *text;
  GArray *ranges;
} TogSnippet;

TogSnippet *tog_snippet_new (TogSessionField field, const char *text, const char *query);
void tog_snippet_free (TogSnippet *self);
gboolean tog_snippet_equal (const TogSnippet *self, const TogSnippet *other);

/**
 * TOG_HIT_MAX_NAMES:
 *
 * How many people a hit names at the most.
 */
#define TOG_HIT_MAX_NAMES 4

/**
 * TogSessionHit:
 * @id: of the session
 * @title: of the planned session, one line
 * @program_name: name of the program
 * @match_id: (nullable): the match it belongs to
 * @group_id: (nullable): the group it belongs to
 * @names: (array zero-terminated=1): of those who take part beside me, up to
 *   %TOG_HIT_MAX_NAMES of them
 * @n_people: how many take part beside me
 * @slot: when
 * @state: where it stands
 * @snippets: (element-type TogSnippet): where the searched words are, one for each
 *   field that has any, in the order of #TogSessionField; empty where nothing is
 *   searched for. Of the title it is the whole text
 *
 * What a list shows of one session.
 */
struct _TogSessionHit
{
  GObject parent_instance;

  char *id;
  char *title;
  char *program_name;
  char *match_id;
  char *group_id;
  GStrv names;
  guint n_people;
  TogSlot slot;
  TogSessionState state;
  GPtrArray *snippets;
};

#define TOG_TYPE_SESSION_HIT (tog_session_hit_get_type ())
G_DECLARE_FINAL_TYPE (TogSessionHit, tog_session_hit, TOG, SESSION_HIT, GObject)

TogSessionHit *tog_session_hit_new (void);
gboolean tog_session_hit_equal (TogSessionHit *self, TogSessionHit *other);
const TogSnippet *tog_session_hit_get_snippet (TogSessionHit *self, TogSessionField field);
const TogSnippet *tog_session_hit_get_best (TogSessionHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogSnippet, tog_snippet_free)

G_END_DECLS
