#include "config.h"

#include "tog-conference-chooser.h"

#include "tog-widget.h"

#include <glib/gi18n.h>

struct _TogConferenceChooser
{
  GtkWidget parent_instance;

  TogAccount *account;       /* (owned) */
  TogConference *conference; /* (owned) (nullable): NULL while what was entered is not valid */
  TogConference *kept;       /* (owned) (nullable): where a session is that is to be moved */

  GtkListBox *list;
  GtkLabel *error_label;
  GtkCheckButton *first_choice;
  GtkCheckButton *link_choice;
  GtkCheckButton *place_choice;
  GtkWidget *link_row;
  GtkWidget *place_row;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogConferenceChooser, tog_conference_chooser, GTK_TYPE_WIDGET)

static void
show_error (TogConferenceChooser *self, GtkWidget *row, const char *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
  gtk_widget_remove_css_class (self->link_row, "error");
  gtk_widget_remove_css_class (self->place_row, "error");
  if (row != NULL && message != NULL)
    gtk_widget_add_css_class (row, "error");
}

/* Takes over what is entered, as far as it is valid. An empty entry is not
 * called wrong before somebody tries to go on with it. */
static void
read_conference (TogConferenceChooser *self, gboolean strict)
{
  g_autofree char *link =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->link_row))));
  g_autofree char *place =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->place_row))));
  gboolean own_link = gtk_check_button_get_active (self->link_choice);
  gboolean own_place = gtk_check_button_get_active (self->place_choice);

  gtk_widget_set_visible (self->link_row, own_link);
  gtk_widget_set_visible (self->place_row, own_place);
  show_error (self, NULL, NULL);
  if (own_link)
    {
      g_clear_object (&self->conference);
      if (tog_link_check (link, NULL))
        self->conference = tog_conference_new (TOG_CONFERENCE_LINK, NULL, NULL, link, NULL);
      else if (strict || *link != '\0')
        show_error (
            self,
            self->link_row,
            _ ("Enter a link that begins with https://, such as https://meet.example/room"));
    }
  else if (own_place)
    {
      g_clear_object (&self->conference);
      if (tog_place_check (place, NULL))
        self->conference = tog_conference_new (TOG_CONFERENCE_PLACE, NULL, NULL, NULL, place);
      else if (strict || *place != '\0')
        show_error (
            self, self->place_row, _ ("Enter where you meet, in one line that is not too long"));
    }
}

static void
entry_changed_cb (TogConferenceChooser *self)
{
  read_conference (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choice_toggled_cb (GtkCheckButton *choice, GParamSpec *pspec, TogConferenceChooser *self)
{
  TogConference *conference = g_object_get_data (G_OBJECT (choice), "conference");

  if (!gtk_check_button_get_active (choice))
    return;
  if (conference != NULL)
    g_set_object (&self->conference, conference);
  read_conference (self, FALSE);
  if (choice == self->link_choice)
    gtk_widget_grab_focus (self->link_row);
  else if (choice == self->place_choice)
    gtk_widget_grab_focus (self->place_row);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkCheckButton *
add_choice (TogConferenceChooser *self,
            const char *title,
            const char *subtitle,
            TogConference *conference)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *choice = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  if (self->first_choice == NULL)
    self->first_choice = GTK_CHECK_BUTTON (choice);
  else
    gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), self->first_choice);
  if (conference != NULL)
    g_object_set_data_full (G_OBJECT (choice), "conference", conference, g_object_unref);
  g_signal_connect (choice, "notify::active", G_CALLBACK (choice_toggled_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), choice);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), choice);
  gtk_list_box_append (self->list, row);
  return GTK_CHECK_BUTTON (choice);
}

static GtkWidget *
add_entry (TogConferenceChooser *self, const char *title, GtkInputPurpose purpose)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), purpose);
  gtk_widget_set_visible (row, FALSE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (entry_changed_cb), self);
  gtk_list_box_append (self->list, row);
  return row;
}

/* Where a session is that is to be moved. */
static char *
dup_kept_place (TogConferenceChooser *self)
{
  switch (self->kept->kind)
    {
    case TOG_CONFERENCE_PROVIDER:
    case TOG_CONFERENCE_LINK:
      return g_strdup (self->kept->name != NULL ? self->kept->name : self->kept->url);
    case TOG_CONFERENCE_PLACE:
      return g_strdup (self->kept->place);
    case TOG_CONFERENCE_NONE:
    default:
      return g_strdup (_ ("No link"));
    }
}

static void
add_choices (TogConferenceChooser *self)
{
  TogHome *home = tog_account_get_home (self->account);
  TogMe *me = home != NULL ? home->me : NULL;
  GtkCheckButton *none;

  if (self->kept != NULL)
    {
      g_autofree char *place = dup_kept_place (self);

      add_choice (self, _ ("As Before"), place, g_object_ref (self->kept));
    }
  for (guint i = 0; me != NULL && i < me->providers->len; i++)
    {
      TogProvider *provider = g_ptr_array_index (me->providers, i);

      add_choice (
          self,
          provider->name,
          _ ("The link is made with the invite"),
          tog_conference_new (TOG_CONFERENCE_PROVIDER, provider->id, provider->name, NULL, NULL));
    }
  self->link_choice = add_choice (self, _ ("My Own Link"), NULL, NULL);
  self->link_row = add_entry (self, _ ("Link"), GTK_INPUT_PURPOSE_URL);
  self->place_choice = add_choice (self, _ ("A Place"), NULL, NULL);
  self->place_row = add_entry (self, _ ("Place"), GTK_INPUT_PURPOSE_FREE_FORM);
  none = add_choice (self,
                     _ ("None"),
                     _ ("I’ll send the link myself"),
                     tog_conference_new (TOG_CONFERENCE_NONE, NULL, NULL, NULL, NULL));

  /* The organization's first provider is what most people want; where it has
   * none, nothing is better than an entry to fill in. */
  gtk_check_button_set_active (
      self->kept != NULL || (me != NULL && me->providers->len > 0) ? self->first_choice : none,
      TRUE);
}

static void
tog_conference_chooser_dispose (GObject *object)
{
  tog_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_CONFERENCE_CHOOSER);
  G_OBJECT_CLASS (tog_conference_chooser_parent_class)->dispose (object);
}

static void
tog_conference_chooser_finalize (GObject *object)
{
  TogConferenceChooser *self = TOG_CONFERENCE_CHOOSER (object);

  g_clear_object (&self->account);
  g_clear_object (&self->conference);
  g_clear_object (&self->kept);
  G_OBJECT_CLASS (tog_conference_chooser_parent_class)->finalize (object);
}

static void
tog_conference_chooser_class_init (TogConferenceChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_conference_chooser_dispose;
  object_class->finalize = tog_conference_chooser_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-conference-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TogConferenceChooser, list);
  gtk_widget_class_bind_template_child (widget_class, TogConferenceChooser, error_label);
}

static void
tog_conference_chooser_init (TogConferenceChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_conference_chooser_new:
 * @kept: (nullable): where a session is that is to be moved; it may stay there
 * @css_class: (nullable): for the list
 */
GtkWidget *
tog_conference_chooser_new (TogAccount *account, TogConference *kept, const char *css_class)
{
  TogConferenceChooser *self = g_object_new (TOG_TYPE_CONFERENCE_CHOOSER, NULL);

  self->account = g_object_ref (account);
  g_set_object (&self->kept, kept);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->list), css_class);
  add_choices (self);
  return GTK_WIDGET (self);
}

/**
 * tog_conference_chooser_get_conference:
 *
 * Returns: (transfer none) (nullable): where, or %NULL while what was entered is
 *   not valid
 */
TogConference *
tog_conference_chooser_get_conference (TogConferenceChooser *self)
{
  g_return_val_if_fail (TOG_IS_CONFERENCE_CHOOSER (self), NULL);

  return self->conference;
}

/**
 * tog_conference_chooser_point_out:
 *
 * Says what is still missing or wrong, and puts the keyboard focus there.
 */
void
tog_conference_chooser_point_out (TogConferenceChooser *self)
{
  g_return_if_fail (TOG_IS_CONFERENCE_CHOOSER (self));

  read_conference (self, TRUE);
  if (self->conference == NULL)
    gtk_widget_grab_focus (gtk_check_button_get_active (self->link_choice) ? self->link_row
                                                                           : self->place_row);
}
