#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogZoneItem:
 * @name: IANA name, such as "Asia/Kathmandu"
 * @city: the last part of the name, fit to show: "Kathmandu"
 * @region: the rest, fit to show: "Asia"
 * @words: what a search looks through: all names it has, and its country
 * @is_alias: whether it is an old name of a place that has another one
 */
struct _TogZoneItem
{
  GObject parent_instance;

  char *name;
  char *city;
  char *region;
  char *words;
  gboolean is_alias;
};

#define TOG_TYPE_ZONE_ITEM (tog_zone_item_get_type ())
G_DECLARE_FINAL_TYPE (TogZoneItem, tog_zone_item, TOG, ZONE_ITEM, GObject)

/**
 * TogZoneRank:
 * @TOG_ZONE_RANK_CITY: the city begins with what is searched
 * @TOG_ZONE_RANK_WORD: words of the city begin with the words that are searched
 * @TOG_ZONE_RANK_OTHER: words of its region, country or other names do
 * @TOG_ZONE_RANK_ALIAS: an old name is found, which its place was as well
 * @TOG_ZONE_RANK_NONE: it is not found
 *
 * How well a zone answers a search, the best first.
 */
typedef enum
{
  TOG_ZONE_RANK_CITY,
  TOG_ZONE_RANK_WORD,
  TOG_ZONE_RANK_OTHER,
  TOG_ZONE_RANK_ALIAS,
  TOG_ZONE_RANK_NONE,
} TogZoneRank;

GListModel  *tog_zone_list_new     (const char *current);
GPtrArray   *tog_zone_list_search  (GListModel *zones, const char *search);
TogZoneRank  tog_zone_item_rank    (TogZoneItem *self, const char *search);
char        *tog_zone_get_local    (void);
char        *tog_zone_name_to_city (const char *zone_name);

G_END_DECLS
