"""What came in → examined, attributed, compared, filed; the door is `batch.ingest`."""
