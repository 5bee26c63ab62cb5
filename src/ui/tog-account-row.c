#include "config.h"

#include "tog-account-row.h"

#include "tog-outbox-text.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogAccountRow
{
  GtkListBoxRow parent_instance;

  TogAccount *account; /* (owned) (nullable): NULL only while disposed */
  gboolean is_shown;

  AdwAvatar *avatar;
  GtkLabel *organization_label;
  GtkLabel *member_label;
  GtkLabel *token_label;
  GtkLabel *unsent_label;
  GtkWidget *shown_icon;
};

G_DEFINE_FINAL_TYPE (TogAccountRow, tog_account_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_optional (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static char *
dup_member (TogAccount *account)
{
  TogHome *home = tog_account_get_home (account);
  const char *name = home != NULL ? home->me->member->name : NULL;

  if (!tog_account_get_is_demo (account))
    return g_strdup (name);
  /* Translators: who is shown in the demo: "Ines Duarte, demo". */
  return name != NULL ? g_strdup_printf (_ ("%s, demo"), name) : g_strdup (_ ("Demo Organization"));
}

static void
update (TogAccountRow *self)
{
  const char *organization = tog_account_get_name (self->account);
  g_autofree char *member = dup_member (self->account);
  /* What only the user can mend, and what the others go on without. */
  const char *token =
      tog_account_get_needs_token (self->account) ? _ ("Has to be signed in to again") : NULL;
  g_autofree char *unsent = tog_outbox_dup_summary (tog_account_get_outbox (self->account));
  g_autoptr (GString) name = g_string_new (organization);

  adw_avatar_set_text (self->avatar, member != NULL ? member : organization);
  gtk_label_set_label (self->organization_label, organization);
  set_optional (self->member_label, member);
  set_optional (self->token_label, token);
  set_optional (self->unsent_label, unsent);
  gtk_widget_set_visible (self->shown_icon, self->is_shown);

  if (member != NULL)
    g_string_append_printf (name, ", %s", member);
  if (self->is_shown)
    /* Translators: said of the account whose sessions the window shows. */
    g_string_append_printf (name, ", %s", _ ("shown now"));
  if (token != NULL)
    g_string_append_printf (name, ", %s", token);
  if (unsent != NULL)
    g_string_append_printf (name, ", %s", unsent);
  tog_widget_set_name (GTK_WIDGET (self), name->str);
}

static void
tog_account_row_dispose (GObject *object)
{
  TogAccountRow *self = TOG_ACCOUNT_ROW (object);

  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_account_row_parent_class)->dispose (object);
}

static void
tog_account_row_class_init (TogAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_account_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, organization_label);
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, member_label);
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, token_label);
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, unsent_label);
  gtk_widget_class_bind_template_child (widget_class, TogAccountRow, shown_icon);
}

static void
tog_account_row_init (TogAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_account_row_new:
 * @is_shown: whether it is the account whose sessions the window shows
 */
GtkWidget *
tog_account_row_new (TogAccount *account, gboolean is_shown)
{
  TogAccountRow *self = g_object_new (TOG_TYPE_ACCOUNT_ROW, NULL);

  self->account = g_object_ref (account);
  self->is_shown = is_shown;
  g_signal_connect_object (account, "notify::home", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::needs-token", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_account_get_outbox (account), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * tog_account_row_get_account:
 *
 * Returns: (transfer none)
 */
TogAccount *
tog_account_row_get_account (TogAccountRow *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}
