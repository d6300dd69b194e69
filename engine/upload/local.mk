# SPDX-License-Identifier: EUPL-1.2
noinst_LIBRARIES += engine/upload/libupload.a
engine_upload_libupload_a_SOURCES = engine/upload/upload.h engine/upload/upload.c engine/upload/upload_image.c \
  engine/upload/upload_pdf.c engine/upload/upload_scan.c engine/upload/upload_zip.c
UPLOAD_LIBS = engine/upload/libupload.a $(BASE_LIBS) $(MAGIC_LIBS)

check_PROGRAMS += tests/unit/test_upload
tests_unit_test_upload_SOURCES = tests/unit/test_upload.c
tests_unit_test_upload_LDADD = $(UPLOAD_LIBS) $(CMOCKA_LIBS)
TESTS += tests/unit/test_upload
