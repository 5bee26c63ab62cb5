#include "config.h"

#include "tog-team.h"

#include "tog-model-limits.h"

G_DEFINE_ABSTRACT_TYPE (TogTeam, tog_team, G_TYPE_OBJECT)

static void
tog_team_finalize (GObject *object)
{
  TogTeam *self = TOG_TEAM (object);

  g_free (self->id);
  g_free (self->program_id);
  g_free (self->program_name);
  g_clear_object (&self->next);
  g_clear_pointer (&self->planned, g_ptr_array_unref);

  G_OBJECT_CLASS (tog_team_parent_class)->finalize (object);
}

static void
tog_team_class_init (TogTeamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_team_finalize;
}

static void
tog_team_init (TogTeam *self)
{
}

/**
 * tog_team_take_planned:
 * @self: a new team
 * @planned: (transfer full) (element-type TogPlannedSession): all planned sessions, in order
 * @keep: whether they are told one by one, which lists leave out
 *
 * Says how far the team is in its program.
 */
void
tog_team_take_planned (TogTeam *self, GPtrArray *planned, gboolean keep)
{
  self->n_planned = planned->len;
  for (guint i = 0; i < planned->len; i++)
    {
      TogPlannedSession *item = g_ptr_array_index (planned, i);

      if (item->state == TOG_SESSION_COMPLETED)
        self->n_completed++;
      else if (self->next == NULL)
        self->next = g_object_ref (item);
    }
  if (keep)
    self->planned = planned;
  else
    g_ptr_array_unref (planned);
}

static void
read_program (TogTeam *self, TogJsonReader *reader)
{
  JsonNode *node = tog_json_reader_object (reader, "program");
  TogJsonReader program;

  if (node == NULL)
    return;
  tog_json_reader_init (&program, node, "/program");
  self->program_id = g_strdup (tog_json_reader_id (&program, "id"));
  self->program_name = g_strdup (tog_json_reader_line (&program, "name", TOG_MAX_NAME_LENGTH));
  tog_json_reader_finish (&program, reader->error == NULL ? &reader->error : NULL);
}

/**
 * tog_team_read_json:
 * @self: a new team
 * @reader: of a Match or a Group of the API document
 *
 * Reads what both have.
 */
void
tog_team_read_json (TogTeam *self, TogJsonReader *reader)
{
  self->id = g_strdup (tog_json_reader_id (reader, "id"));
  read_program (self, reader);
  self->n_completed = tog_json_reader_int (reader, "n_completed", 0, G_MAXINT);
  self->n_planned = tog_json_reader_int (reader, "n_planned", 0, G_MAXINT);
  self->next =
      tog_json_reader_opt_child (reader, "next", (TogJsonFunc) tog_planned_session_from_json);
  if (tog_json_reader_has (reader, "planned"))
    self->planned = tog_json_reader_list (
        reader, "planned", TOG_MAX_PLANNED_SESSIONS, (TogJsonFunc) tog_planned_session_from_json);
}

/**
 * tog_team_write_json:
 * @self: a team
 * @object: what becomes a Match or a Group of the API document
 *
 * Writes what both have.
 */
void
tog_team_write_json (TogTeam *self, JsonObject *object)
{
  JsonObject *program = json_object_new ();

  json_object_set_string_member (program, "id", self->program_id);
  json_object_set_string_member (program, "name", self->program_name);

  json_object_set_string_member (object, "id", self->id);
  json_object_set_object_member (object, "program", program);
  json_object_set_int_member (object, "n_completed", self->n_completed);
  json_object_set_int_member (object, "n_planned", self->n_planned);
  if (self->next == NULL)
    json_object_set_null_member (object, "next");
  else
    json_object_set_member (object, "next", tog_planned_session_to_json (self->next));
  if (self->planned != NULL)
    json_object_set_member (
        object,
        "planned",
        tog_json_list_write (self->planned, (TogToJsonFunc) tog_planned_session_to_json));
}
