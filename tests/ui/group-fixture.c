#include "group-fixture.h"

#include "fake-session-calendar.h"
#include "tog-format.h"
#include "tog-resources.h"

#include <locale.h>

TogPrompt *
find_prompt (void)
{
  return (TogPrompt *) find_dialog (TOG_TYPE_PROMPT);
}

static TogDay
get_monday (void)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  return tog_zone_to_wall (zone, NOW).day;
}

TogInstant
group_fixture_at (int day, int hour, int minute)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  return tog_zone_from_wall (
      zone, (TogWallTime){ get_monday () + day, (hour * 60 + minute) * TOG_MINUTE });
}

TogTimes *
group_fixture_make_times (TogSlot range)
{
  TogTimes *times = fake_group_make (get_monday (), range);

  times->latest_end = NOW + 180 * (TogInstant) TOG_DAY_SECONDS;
  return times;
}

TogPersonTimes *
group_fixture_find (TogTimes *times, const char *id)
{
  for (guint i = 0; i < times->people->len; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (times->people, i);

      if (g_str_equal (person->member->id, id))
        return person;
    }
  g_assert_not_reached ();
}

void
group_fixture_block (TogTimes *times, const char *id, TogSlot slot)
{
  TogPersonTimes *person = group_fixture_find (times, id);
  g_autoptr (TogSlotSet) busy = person->busy;
  g_autoptr (TogSlotSet) more = tog_slot_set_new (&slot, 1);

  person->busy = tog_slot_set_union (busy, more);
}

static TogPlannedSession *
make_planned (const char *id, int ordinal, const char *title, gint64 duration)
{
  TogPlannedSession *planned = tog_planned_session_new ();

  planned->id = g_strdup (id);
  planned->ordinal = ordinal;
  planned->title = g_strdup (title);
  planned->duration = duration;
  planned->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  planned->resources = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (planned->agenda, tog_agenda_item_new ("What hurts in our releases", 15));
  return planned;
}

TogGroup *
group_fixture_make_group (int n_members, const char *booked_id)
{
  TogGroup *group = tog_group_new ();
  GPtrArray *planned = g_ptr_array_new_with_free_func (g_object_unref);

  group->team.id = g_strdup ("circle");
  group->team.program_id = g_strdup ("open-source");
  group->team.program_name = g_strdup ("Open Source Leadership");
  group->name = g_strdup ("Maintainers Circle");
  group->my_role = TOG_ROLE_GROUP_MEMBER;
  group->n_members = n_members;
  group->members = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (planned, make_planned ("no", 1, "Saying no kindly", 45 * TOG_MINUTE));
  g_ptr_array_add (planned, make_planned ("calm", 2, "Planning a calm release", 60 * TOG_MINUTE));
  g_ptr_array_add (planned, make_planned ("over", 3, "Handing over", 30 * TOG_MINUTE));
  for (guint i = 0; i < planned->len; i++)
    {
      TogPlannedSession *one = g_ptr_array_index (planned, i);

      if (g_strcmp0 (one->id, booked_id) != 0)
        continue;
      one->state = TOG_SESSION_SCHEDULED;
      one->session = tog_session_new ();
      one->session->id = g_strdup ("theirs");
      one->session->etag = g_strdup ("\"1\"");
      one->session->group_id = g_strdup ("circle");
      one->session->title = g_strdup (one->title);
      one->session->state = TOG_SESSION_SCHEDULED;
      one->session->conference =
          tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, "Café Central");
      one->session->participants = g_ptr_array_new_with_free_func (g_object_unref);
      one->session->slot = (TogSlot){ group_fixture_at (3, 11, 0), group_fixture_at (3, 12, 0) };
    }
  tog_team_take_planned (TOG_TEAM (group), planned, TRUE);
  return group;
}

static void
done_cb (Fixture *fixture, TogSession *session)
{
  g_set_object (&fixture->done, session);
}

static void
overtaken_cb (Fixture *fixture, TogSession *session)
{
  g_set_object (&fixture->overtaken, session);
}

static void
back_cb (Fixture *fixture)
{
  fixture->n_backs++;
}

static void
show_wizard (Fixture *fixture, TogTimes *(*make) (TogSlot range), int width, gboolean moves)
{
  TogPlannedSession *planned;

  fake_life_reset ("ines");
  fake_notes_reset ();
  fake_session_calendar_reset ();
  fixture->account = fake_account_new ();
  fixture->group = group_fixture_make_group (6, moves ? "calm" : NULL);
  fake_account_set_clock (fixture->account, NOW - tog_format_get_now ());
  fake_account_set_group (fixture->account, fixture->group);
  fake_account_set_group_times (fixture->account, make);
  fixture->window = g_object_ref (gtk_window_new ());
  planned = g_ptr_array_index (fixture->group->team.planned, 1);
  fixture->wizard = g_object_ref (
      moves ? tog_group_wizard_new_move (
                  fixture->account,
                  fixture->group,
                  planned,
                  fixture->proposed.end > fixture->proposed.start ? &fixture->proposed : NULL)
            : tog_group_wizard_new (fixture->account, fixture->group, planned));
  fixture->grid = TOG_HEAT_GRID (find_type (fixture->wizard, TOG_TYPE_HEAT_GRID));
  g_signal_connect_swapped (fixture->wizard, "done", G_CALLBACK (done_cb), fixture);
  g_signal_connect_swapped (fixture->wizard, "overtaken", G_CALLBACK (overtaken_cb), fixture);
  g_signal_connect_swapped (fixture->wizard, "back", G_CALLBACK (back_cb), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->wizard));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 720);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  settle ();
  gtk_test_widget_wait_for_draw (fixture->window);
}

void
group_fixture_set_up (Fixture *fixture, TogTimes *(*make) (TogSlot range), int width)
{
  show_wizard (fixture, make, width, FALSE);
}

void
group_fixture_set_up_move (Fixture *fixture, TogTimes *(*make) (TogSlot range), int width)
{
  show_wizard (fixture, make, width, TRUE);
}

void
group_fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer wizard = fixture->wizard;
  gpointer account = fixture->account;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_object_unref (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (wizard), &wizard);
  g_object_unref (fixture->wizard);
  settle ();
  g_assert_null (wizard);
  g_clear_object (&fixture->done);
  g_clear_object (&fixture->overtaken);
  g_clear_object (&fixture->group);
  g_object_add_weak_pointer (G_OBJECT (account), &account);
  g_object_unref (fixture->account);
  g_assert_null (account);
  g_assert_null (find_prompt ());
}

/* An AdwApplication would do that by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/together/Scheduler/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
group_fixture_init (int *argc, char ***argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("TZ", "Europe/Lisbon", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  adw_init ();
  /* Newer GTK warns about how libadwaita's own message dialogs measure themselves. */
  if (gtk_get_minor_version () >= 10)
    g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  tog_register_resource ();
  load_style ();
}
