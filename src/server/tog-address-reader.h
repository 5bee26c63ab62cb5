#pragma once

#include "tog-networks.h"
#include "tog-time.h"
#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TOG_ADDRESS_REFRESH_WITHIN:
 *
 * Seconds after which what a published calendar said counts as unknown, where it could
 * not be read again meanwhile.
 */
#define TOG_ADDRESS_REFRESH_WITHIN (6 * TOG_HOUR)

/**
 * TogAddressReader:
 *
 * Reads the calendars that are published at addresses which members gave, each about
 * once an hour, in threads of its own.
 */
typedef struct _TogAddressReader TogAddressReader;

/**
 * TogAddressReadFunc:
 * @data: what was given with the function
 *
 * Is told, in one of the reader's threads, that a calendar was read or could not be.
 */
typedef void (*TogAddressReadFunc) (gpointer data);

/**
 * TogAddressReaderOptions:
 * @database: path of the database
 * @writer: writes what was read; has to outlive the reader
 * @networks: (nullable): where calendars may be besides public addresses
 * @patience: seconds that reading one may take, 0 for 60
 * @get_now: the clock
 * @was_read: is told after each
 * @data: for @was_read
 *
 * How a reader is to be.
 */
typedef struct
{
  const char *database;
  TogWriter *writer;
  const TogNetworks *networks;
  guint patience;
  TogInstant (*get_now) (void);
  TogAddressReadFunc was_read;
  gpointer data;
} TogAddressReaderOptions;

TogAddressReader *tog_address_reader_new   (const TogAddressReaderOptions *options);
void              tog_address_reader_start (TogAddressReader *self);
void              tog_address_reader_wake  (TogAddressReader *self);
void              tog_address_reader_free  (TogAddressReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogAddressReader, tog_address_reader_free)

G_END_DECLS
