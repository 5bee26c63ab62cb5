#include "config.h"

#include "invite-sample.h"

/* A session in which @text is whatever somebody can write. */
TogSession *
invite_sample_new (const char *text)
{
  TogSession *session = tog_session_new ();
  g_autoptr (TogMember) mentor = tog_member_new ("grace", text, "grace+calls@example.org", "UTC");
  g_autoptr (TogMember) mentee = tog_member_new ("ada", "Ada", NULL, "Europe/London");

  session->id = g_strdup ("s1");
  session->etag = g_strdup ("\"1\"");
  session->uid = g_strdup ("s1@together.example.org");
  session->sequence = 3;
  session->title = g_strdup (text);
  session->ordinal = 2;
  session->n_planned = 6;
  session->program_name = g_strdup (text);
  session->slot = (TogSlot){ 1795521600, 1795524300 };
  session->message = g_strdup (text);
  session->booked_by = g_strdup ("ada");
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (mentor, TOG_ROLE_MENTOR, TOG_ANSWER_PENDING));
  g_ptr_array_add (session->participants,
                   tog_participant_new (mentee, TOG_ROLE_MENTEE, TOG_ANSWER_ACCEPTED));
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->agenda, tog_agenda_item_new (text, 15));
  session->resources = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->resources, tog_resource_new (text, "https://example.org/guide"));
  session->conference = tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, text);
  return session;
}
