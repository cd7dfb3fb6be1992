"""The room of /cursos and /turma."""
