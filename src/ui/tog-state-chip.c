#include "config.h"

#include "tog-state-chip.h"

#include "tog-life-text.h"
#include "tog-session-text.h"

#include <glib/gi18n.h>

struct _TogStateChip
{
  GtkWidget parent_instance;

  GtkWidget *icon;  /* (owned by parent) */
  GtkWidget *label; /* (owned by parent) */
  const char *style_class;
};

G_DEFINE_FINAL_TYPE (TogStateChip, tog_state_chip, GTK_TYPE_WIDGET)

static const char *
get_icon_name (TogSessionState state, gboolean is_over)
{
  switch (state)
    {
    case TOG_SESSION_SCHEDULED:
      return is_over ? "dialog-question-symbolic" : "x-office-calendar-symbolic";
    case TOG_SESSION_COMPLETED:
      return "object-select-symbolic";
    case TOG_SESSION_CANCELLED:
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      return NULL;
    }
}

static const char *
get_style_class (TogSessionState state, gboolean is_over)
{
  switch (state)
    {
    case TOG_SESSION_SCHEDULED:
      return is_over ? "warning" : "success";
    case TOG_SESSION_COMPLETED:
      return "success";
    case TOG_SESSION_CANCELLED:
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      return "plain";
    }
}

static void
tog_state_chip_dispose (GObject *object)
{
  TogStateChip *self = TOG_STATE_CHIP (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (tog_state_chip_parent_class)->dispose (object);
}

static void
tog_state_chip_class_init (TogStateChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_state_chip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chip");
}

static void
tog_state_chip_init (TogStateChip *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 5);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  self->icon = g_object_new (
      GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "pixel-size", 12, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  tog_state_chip_set_state (self, TOG_SESSION_NOT_SCHEDULED, FALSE);
}

/**
 * tog_session_state_get_label:
 * @is_over: whether the session's end lies in the past
 *
 * A state in the user's language. A scheduled session that is over is one of
 * which nobody has said yet whether it was held.
 */
const char *
tog_session_state_get_label (TogSessionState state, gboolean is_over)
{
  switch (state)
    {
    case TOG_SESSION_SCHEDULED:
      return is_over ? _ ("Did you meet?") : _ ("Scheduled");
    case TOG_SESSION_COMPLETED:
      return _ ("Completed");
    case TOG_SESSION_CANCELLED:
      return _ ("Cancelled");
    case TOG_SESSION_NOT_SCHEDULED:
    default:
      return _ ("Not scheduled");
    }
}

static void
show (TogStateChip *self, const char *icon_name, const char *style_class, const char *label)
{
  if (self->style_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style_class);
  self->style_class = style_class;
  gtk_widget_add_css_class (GTK_WIDGET (self), self->style_class);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_visible (self->icon, icon_name != NULL);
  gtk_label_set_label (GTK_LABEL (self->label), label);
}

/**
 * tog_state_chip_set_state:
 * @is_over: whether the session's end lies in the past
 */
void
tog_state_chip_set_state (TogStateChip *self, TogSessionState state, gboolean is_over)
{
  g_return_if_fail (TOG_IS_STATE_CHIP (self));

  show (self,
        get_icon_name (state, is_over),
        get_style_class (state, is_over),
        tog_session_state_get_label (state, is_over));
}

/**
 * tog_state_chip_set_planned:
 *
 * Shows where a planned session stands.
 */
void
tog_state_chip_set_planned (TogStateChip *self, TogPlannedSession *planned, TogInstant now)
{
  g_return_if_fail (TOG_IS_STATE_CHIP (self));

  if (tog_planned_session_is_declined (planned, now))
    show (self, tog_answer_get_icon (TOG_ANSWER_DECLINED), "warning", _ ("Declined"));
  else
    tog_state_chip_set_state (self, planned->state, tog_planned_session_is_over (planned, now));
}
