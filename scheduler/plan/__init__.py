"""How a plano de trabalho is read out of a text or HTML export. The door is `plan_document`."""
