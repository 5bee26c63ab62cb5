#include "config.h"

#include "tog-member.h"

#include "tog-json.h"
#include "tog-model-limits.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TogMember, tog_member, G_TYPE_OBJECT)

static void
tog_member_finalize (GObject *object)
{
  TogMember *self = TOG_MEMBER (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->email);
  g_free (self->zone);

  G_OBJECT_CLASS (tog_member_parent_class)->finalize (object);
}

static void
tog_member_class_init (TogMemberClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_member_finalize;
}

static void
tog_member_init (TogMember *self)
{
}

/**
 * tog_member_new:
 * @id: stable within the organization
 * @name: one line
 * @email: (nullable): %NULL where the person doesn't share it
 * @zone: IANA name
 *
 * Returns: (transfer full): a member
 */
TogMember *
tog_member_new (const char *id, const char *name, const char *email, const char *zone)
{
  TogMember *self = g_object_new (TOG_TYPE_MEMBER, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->email = g_strdup (email);
  self->zone = g_strdup (zone);
  return self;
}

/**
 * tog_member_from_json:
 * @node: a Member of the API document
 *
 * Returns: (transfer full): the member, or %NULL
 */
TogMember *
tog_member_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogMember) self = NULL;
  TogJsonReader reader;
  const char *id;
  const char *name;
  const char *email;
  const char *zone;

  tog_json_reader_init (&reader, node, "");
  id = tog_json_reader_id (&reader, "id");
  name = tog_json_reader_line (&reader, "name", TOG_MAX_NAME_LENGTH);
  email = tog_json_reader_opt_line (&reader, "email", TOG_MAX_EMAIL_LENGTH);
  zone = tog_json_reader_line (&reader, "zone", TOG_MAX_ZONE_LENGTH);
  self = tog_member_new (id, name, email, zone);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tog_member_to_json:
 * @self: a member
 *
 * Returns: (transfer full): a Member of the API document
 */
JsonNode *
tog_member_to_json (TogMember *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  tog_json_object_set_text (object, "email", self->email);
  json_object_set_string_member (object, "zone", self->zone);
  return tog_json_take_object (object);
}

/**
 * tog_member_append_json:
 * @json: where to append
 * @self: a member
 *
 * Appends a Member of the API document.
 */
void
tog_member_append_json (GString *json, TogMember *self)
{
  g_string_append (json, "{\"id\":");
  tog_json_append_string (json, self->id);
  g_string_append (json, ",\"name\":");
  tog_json_append_string (json, self->name);
  g_string_append (json, ",\"email\":");
  tog_json_append_text (json, self->email);
  g_string_append (json, ",\"zone\":");
  tog_json_append_string (json, self->zone);
  g_string_append_c (json, '}');
}

/* The first letter of a word, in capitals; NULL if it has none. */
static char *
dup_initial (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      {
        const char *end = g_utf8_next_char (p);

        /* What combines with the letter belongs to it: É may be two characters. */
        while (*end != '\0' && g_unichar_ismark (g_utf8_get_char (end)))
          end = g_utf8_next_char (end);
        return g_utf8_strup (p, end - p);
      }
  return NULL;
}

/**
 * tog_member_dup_initials:
 * @self: a member
 *
 * Returns: (transfer full): the first letters of the name's first and last
 *   word, in capitals; one if it has one word, "" if it has no letters
 */
char *
tog_member_dup_initials (TogMember *self)
{
  g_auto (GStrv) words = g_strsplit_set (self->name, " \t", -1);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *initial = dup_initial (words[i]);

      if (initial == NULL)
        continue;
      if (first == NULL)
        first = g_steal_pointer (&initial);
      else
        {
          g_free (last);
          last = g_steal_pointer (&initial);
        }
    }
  return g_strconcat (first == NULL ? "" : first, last, NULL);
}

/**
 * tog_member_dup_given_name:
 * @self: a member
 *
 * Returns: (transfer full): what to call the person in short: the name's first word
 */
char *
tog_member_dup_given_name (TogMember *self)
{
  return g_strndup (self->name, strcspn (self->name, " \t"));
}
