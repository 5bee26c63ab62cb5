#include "config.h"

#include "fake-organization.h"

static const struct
{
  const char *name;
  const char *email;
  const char *zone;
} PEOPLE[] = {
  { "Priya Raman", "priya@meridian.example", "Asia/Kolkata" },
  { "Diego Fuentes", "diego@meridian.example", "America/Santiago" },
  { "Hannah Weiss", NULL, "Europe/Berlin" },
  { "Jonas Lindqvist", "jonas@meridian.example", "Europe/Stockholm" },
  { "Kofi Mensah", NULL, "Africa/Accra" },
};

static TogMember *
person_new (guint i)
{
  g_autofree char *id = g_strdup_printf ("person-%u", i);
  g_autofree char *name = g_strdup_printf ("Person %u", i);

  if (i < G_N_ELEMENTS (PEOPLE))
    return tog_member_new (id, PEOPLE[i].name, PEOPLE[i].email, PEOPLE[i].zone);

  return tog_member_new (id, name, "person@meridian.example", "Asia/Kathmandu");
}

TogGroup *
fake_group_new (const char *id, const char *name, guint n_members)
{
  TogGroup *group = tog_group_new ();
  TogPlannedSession *first = fake_planned_new ("first", 1, "Getting to know each other");

  group->team.id = g_strdup (id);
  group->team.program_id = g_strdup ("leadership");
  group->team.program_name = g_strdup ("Open Source Leadership");
  group->name = g_strdup (name);
  group->my_role = TOG_ROLE_GROUP_MEMBER;
  group->n_members = (int) n_members;
  group->members = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i + 1 < n_members; i++)
    {
      g_autoptr (TogMember) person = person_new (i);
      TogRole role = i == 0 ? TOG_ROLE_FACILITATOR : TOG_ROLE_GROUP_MEMBER;

      g_ptr_array_add (group->members, tog_group_member_new (person, role));
    }
  g_ptr_array_insert (group->members,
                      (int) MIN (n_members - 1, 3),
                      tog_group_member_new (fake_get_me (), TOG_ROLE_GROUP_MEMBER));

  first->state = TOG_SESSION_COMPLETED;
  group->team.n_planned = 4;
  group->team.n_completed = 1;
  group->team.planned = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (group->team.planned, first);
  g_ptr_array_add (group->team.planned, fake_planned_new ("calm", 2, "Planning a calm release"));
  g_ptr_array_add (group->team.planned, fake_planned_new ("module", 3, "Handing over a module"));
  g_ptr_array_add (group->team.planned, fake_planned_new ("back", 4, "Looking back"));
  group->team.next = g_object_ref (g_ptr_array_index (group->team.planned, 1));

  return group;
}

void
fake_group_rename (TogGroup *group, guint member, const char *name)
{
  TogMember *person = ((TogGroupMember *) g_ptr_array_index (group->members, member))->member;

  g_free (person->name);
  person->name = g_strdup (name);
}

TogSession *
fake_group_book (TogGroup *group, TogInstant start)
{
  TogPlannedSession *planned = group->team.next;
  TogSession *session = tog_session_new ();

  session->id = g_strconcat ("session-", group->team.id, NULL);
  session->etag = g_strdup ("\"1\"");
  session->uid = g_strdup (session->id);
  session->state = TOG_SESSION_SCHEDULED;
  session->title = g_strdup (planned->title);
  session->ordinal = planned->ordinal;
  session->n_planned = group->team.n_planned;
  session->program_name = g_strdup (group->team.program_name);
  session->group_id = g_strdup (group->team.id);
  session->slot = (TogSlot){ start, start + TOG_HOUR };
  session->conference = tog_conference_new (
      TOG_CONFERENCE_PROVIDER, "jitsi", "Jitsi Meet", "https://meet.example/y", NULL);
  session->delivery = TOG_DELIVERY_SENT;
  session->booked_by = g_strdup ("person-0");
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < group->members->len; i++)
    {
      TogGroupMember *member = g_ptr_array_index (group->members, i);
      TogAnswer answer = i == 0 ? TOG_ANSWER_ACCEPTED : TOG_ANSWER_PENDING;

      g_ptr_array_add (session->participants,
                       tog_participant_new (member->member, member->role, answer));
    }
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  session->resources = g_ptr_array_new_with_free_func (g_object_unref);

  planned->session = session;
  planned->state = TOG_SESSION_SCHEDULED;

  return session;
}

void
fake_group_complete (TogGroup *group)
{
  for (guint i = 0; i < group->team.planned->len; i++)
    ((TogPlannedSession *) g_ptr_array_index (group->team.planned, i))->state =
        TOG_SESSION_COMPLETED;
  group->team.n_completed = group->team.n_planned;
  g_clear_object (&group->team.next);
}

TogGroup *
tog_account_peek_group (TogAccount *self, const char *group_id)
{
  TogHome *home = tog_account_get_home (self);

  for (guint i = 0; home != NULL && i < home->groups->len; i++)
    {
      TogGroup *group = g_ptr_array_index (home->groups, i);

      if (g_str_equal (group->team.id, group_id))
        return group;
    }

  return NULL;
}

void
tog_account_load_group_async (TogAccount *self,
                              const char *group_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_account_load_group_async);
  fake_answer (task, tog_account_peek_group (self, group_id));
}

TogGroup *
tog_account_load_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_load_group_times_async (TogAccount *self,
                                    const char *group_id,
                                    TogSlot range,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, "Offline");
}

TogTimes *
tog_account_load_group_times_finish (TogAccount *self,
                                     GAsyncResult *result,
                                     TogInstant *updated_at,
                                     GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_book_group_async (TogAccount *self,
                              const char *group_id,
                              TogBooking *booking,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_assert_not_reached ();
}

TogSession *
tog_account_book_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return NULL;
}
