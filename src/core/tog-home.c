#include "config.h"

#include "tog-home.h"

#include "tog-json.h"
#include "tog-model-limits.h"

static const char *const kind_nicks[] = {
  "first_session", "delivery_failed", "answer", "declined", "cancelled",
  "held",          "calendar_broken", "other",
};

G_DEFINE_FINAL_TYPE (TogTodo, tog_todo, G_TYPE_OBJECT)

static void
tog_todo_finalize (GObject *object)
{
  TogTodo *self = TOG_TODO (object);

  g_free (self->id);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self->match_id);
  g_free (self->group_id);
  g_free (self->session_id);

  G_OBJECT_CLASS (tog_todo_parent_class)->finalize (object);
}

static void
tog_todo_class_init (TogTodoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_todo_finalize;
}

static void
tog_todo_init (TogTodo *self)
{
}

/**
 * tog_todo_new:
 * @id: stable as long as it stands
 * @kind: what it is about
 * @subject: whom or what it names, one line
 * @detail: (nullable): more
 * @match_id: (nullable): the match it is about
 * @group_id: (nullable): the group it is about
 * @session_id: (nullable): the session it is about
 * @since: since when it stands
 *
 * Returns: (transfer full): a to-do
 */
TogTodo *
tog_todo_new (const char *id,
              TogTodoKind kind,
              const char *subject,
              const char *detail,
              const char *match_id,
              const char *group_id,
              const char *session_id,
              TogInstant since)
{
  TogTodo *self = g_object_new (TOG_TYPE_TODO, NULL);

  self->id = g_strdup (id);
  self->kind = kind;
  self->subject = g_strdup (subject);
  self->detail = g_strdup (detail);
  self->match_id = g_strdup (match_id);
  self->group_id = g_strdup (group_id);
  self->session_id = g_strdup (session_id);
  self->since = since;
  return self;
}

/* A newer server may know more kinds; what they say can be shown all the same. */
static TogTodoKind
parse_kind (const char *text)
{
  for (guint i = 0; i < TOG_TODO_OTHER; i++)
    if (g_str_equal (kind_nicks[i], text))
      return i;
  return TOG_TODO_OTHER;
}

/**
 * tog_todo_from_json:
 * @node: a Todo of the API document
 *
 * Returns: (transfer full): the to-do, or %NULL
 */
TogTodo *
tog_todo_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogTodo) self = g_object_new (TOG_TYPE_TODO, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->id = g_strdup (tog_json_reader_line (&reader, "id", TOG_MAX_TODO_ID_LENGTH));
  self->kind = parse_kind (tog_json_reader_line (&reader, "kind", TOG_MAX_TODO_ID_LENGTH));
  self->subject = g_strdup (tog_json_reader_line (&reader, "subject", TOG_MAX_TITLE_LENGTH));
  self->detail = g_strdup (tog_json_reader_opt_text (&reader, "detail", TOG_MAX_DETAIL_LENGTH));
  self->match_id = g_strdup (tog_json_reader_opt_id (&reader, "match_id"));
  self->group_id = g_strdup (tog_json_reader_opt_id (&reader, "group_id"));
  self->session_id = g_strdup (tog_json_reader_opt_id (&reader, "session_id"));
  self->since = tog_json_reader_instant (&reader, "since");
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_todo_to_json:
 * @self: a to-do
 *
 * Returns: (transfer full): a Todo of the API document
 */
JsonNode *
tog_todo_to_json (TogTodo *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "kind", kind_nicks[self->kind]);
  json_object_set_string_member (object, "subject", self->subject);
  tog_json_object_set_text (object, "detail", self->detail);
  tog_json_object_set_text (object, "match_id", self->match_id);
  tog_json_object_set_text (object, "group_id", self->group_id);
  tog_json_object_set_text (object, "session_id", self->session_id);
  tog_json_object_set_instant (object, "since", self->since);
  return tog_json_take_object (object);
}

G_DEFINE_FINAL_TYPE (TogHome, tog_home, G_TYPE_OBJECT)

static void
tog_home_finalize (GObject *object)
{
  TogHome *self = TOG_HOME (object);

  g_clear_object (&self->me);
  g_clear_object (&self->next_session);
  g_clear_pointer (&self->todos, g_ptr_array_unref);
  g_clear_pointer (&self->matches, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_home_parent_class)->finalize (object);
}

static void
tog_home_class_init (TogHomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_home_finalize;
}

static void
tog_home_init (TogHome *self)
{
}

/**
 * tog_home_new:
 * @me: (transfer none): who is signed in
 * @todos: (transfer none) (element-type TogTodo): what needs me, most urgent first
 * @next_session: (transfer none) (nullable): the earliest session that has not ended
 * @matches: (transfer none) (element-type TogMatch): my matches
 * @groups: (transfer none) (element-type TogGroup): my groups
 *
 * Returns: (transfer full): what the first page shows
 */
TogHome *
tog_home_new (TogMe *me,
              GPtrArray *todos,
              TogSession *next_session,
              GPtrArray *matches,
              GPtrArray *groups)
{
  TogHome *self = g_object_new (TOG_TYPE_HOME, NULL);

  self->me = g_object_ref (me);
  self->todos = g_ptr_array_ref (todos);
  g_set_object (&self->next_session, next_session);
  self->matches = g_ptr_array_ref (matches);
  self->groups = g_ptr_array_ref (groups);
  return self;
}

/**
 * tog_home_from_json:
 * @node: a Home of the API document
 *
 * Returns: (transfer full): what the first page shows, or %NULL
 */
TogHome *
tog_home_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogHome) self = g_object_new (TOG_TYPE_HOME, NULL);
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  self->me = tog_json_reader_child (&reader, "me", (TogJsonFunc) tog_me_from_json);
  self->todos =
      tog_json_reader_list (&reader, "todos", TOG_MAX_TODOS, (TogJsonFunc) tog_todo_from_json);
  self->next_session =
      tog_json_reader_opt_child (&reader, "next_session", (TogJsonFunc) tog_session_from_json);
  self->matches =
      tog_json_reader_list (&reader, "matches", TOG_MAX_MATCHES, (TogJsonFunc) tog_match_from_json);
  self->groups =
      tog_json_reader_list (&reader, "groups", TOG_MAX_GROUPS, (TogJsonFunc) tog_group_from_json);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_home_to_json:
 * @self: what the first page shows
 *
 * Returns: (transfer full): a Home of the API document
 */
JsonNode *
tog_home_to_json (TogHome *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "me", tog_me_to_json (self->me));
  json_object_set_member (
      object, "todos", tog_json_list_write (self->todos, (TogToJsonFunc) tog_todo_to_json));
  if (self->next_session == NULL)
    json_object_set_null_member (object, "next_session");
  else
    json_object_set_member (object, "next_session", tog_session_to_json (self->next_session));
  json_object_set_member (
      object, "matches", tog_json_list_write (self->matches, (TogToJsonFunc) tog_match_to_json));
  json_object_set_member (
      object, "groups", tog_json_list_write (self->groups, (TogToJsonFunc) tog_group_to_json));
  return tog_json_take_object (object);
}
