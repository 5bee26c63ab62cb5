#pragma once

#include "tog-day-strip.h"
#include "tog-notice.h"
#include "tog-week-grid.h"
#include "tog-week-header.h"
#include "tog-wizard-details.h"
#include "tog-wizard.h"

G_BEGIN_DECLS

/*
 * What the files of TogWizard share.
 */

struct _TogWizard
{
  GtkWidget parent_instance;

  TogAccount *account;        /* (owned) */
  TogMatch *match;            /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogSession *moved;          /* (owned) (nullable): what is moved instead of booked */
  TogZone *other_zone;        /* (owned) (nullable) */
  char *given_name;           /* (owned): of the other one */

  TogWeek *week;       /* (owned): shown */
  TogTimes *times;     /* (owned) (nullable): newest known */
  TogInstant times_at; /* when the server last confirmed @times */
  TogDay free_day;     /* the next day with a time, where this week has none */
  gboolean has_free_day;
  TogDay seek_from; /* looking for a time from this day on, while more is loaded */
  gboolean seeking;
  gboolean scrolled;         /* whether it was scrolled to working hours */
  guint n_booked; /* once it is done */
  GCancellable *cancellable; /* (owned) (nullable): while times are loaded */
  guint spinner_timeout;     /* source id, 0 if none */
  guint refresh_timeout;     /* source id, 0 if none */
  guint layout_idle;         /* source id, 0 if none */

  AdwWindowTitle *title;
  AdwLeaflet *leaflet;
  AdwBin *details_bin;
  TogWizardDetails *details;
  GtkWidget *summary_list;
  AdwActionRow *summary_row;
  GtkLabel *week_label;
  GtkWidget *spinner;
  GtkWidget *back_button;
  GtkWidget *today_button;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkBox *notices;
  TogNotice *moved_notice;
  TogNotice *error_notice;
  TogNotice *age_notice;
  TogNotice *empty_notice;
  AdwSqueezer *squeezer;
  GtkBox *grid_box;
  GtkWidget *grid_scrolled;
  GtkViewport *grid_viewport;
  TogWeekHeader *header;
  TogWeekGrid *grid;
  AdwBin *strip_bin;
  TogDayStrip *strip;
  GtkBox *legend;
};

TogZone *tog_wizard_get_zone       (TogWizard *self);
TogDay   tog_wizard_get_today      (TogWizard *self);
TogDay   tog_wizard_get_week_start (TogDay day);
void     tog_wizard_update         (TogWizard *self);
void     tog_wizard_go_to_free     (TogWizard *self, TogDay day);

gboolean tog_wizard_is_loaded      (TogWizard *self);
void     tog_wizard_load_times     (TogWizard *self);
void     tog_wizard_seek           (TogWizard *self, TogDay from);
void     tog_wizard_show_age       (TogWizard *self);
void     tog_wizard_show_empty     (TogWizard *self, TogWeekModel *model);

G_END_DECLS
