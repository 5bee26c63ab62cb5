#pragma once

#include "tog-availability-settings.h"
#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogWeekPreview:
 *
 * A week of one's own times as others see them in their wizard.
 */
#define TOG_TYPE_WEEK_PREVIEW (tog_week_preview_get_type ())
G_DECLARE_FINAL_TYPE (TogWeekPreview, tog_week_preview, TOG, WEEK_PREVIEW, GtkWidget)

GtkWidget *tog_week_preview_new  (void);
void       tog_week_preview_show (TogWeekPreview                *self,
                                  TogAccount                    *account,
                                  const TogAvailabilitySettings *settings,
                                  TogSlotSet                    *busy,
                                  TogSlot                        known);
void       tog_week_preview_load (TogWeekPreview *self);

G_END_DECLS
