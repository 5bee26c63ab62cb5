#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogZoneItem:
 * @name: IANA name, such as "Asia/Kathmandu"
 * @city: the last part of the name, fit to show: "Kathmandu"
 * @region: the rest, fit to show: "Asia"
 * @words: what a search looks through: all names it has, and its country
 */
struct _TogZoneItem
{
  GObject parent_instance;

  char *name;
  char *city;
  char *region;
  char *words;
};

#define TOG_TYPE_ZONE_ITEM (tog_zone_item_get_type ())
G_DECLARE_FINAL_TYPE (TogZoneItem, tog_zone_item, TOG, ZONE_ITEM, GObject)

/* Every zone and every alias of the system's tz database, by city. (transfer full) */
GListModel *tog_zone_list_new     (void);
gboolean    tog_zone_item_matches (TogZoneItem *self, const char *search);
char       *tog_zone_get_local    (void);
char       *tog_zone_name_to_city (const char *zone_name);

G_END_DECLS
